"""What holds for every test."""

from hypothesis import settings

settings.register_profile("course", deadline=None)  # how long an example takes is no property of the code
settings.register_profile("mutants", deadline=None, derandomize=True)  # so that the same mutants survive each time
settings.load_profile("course")
