"""The checks, one package a lecture, one module a group of sections. A check is named after its claim."""
