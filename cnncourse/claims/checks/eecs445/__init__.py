"""Checks of the Michigan lecture, EECS 445."""
