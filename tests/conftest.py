"""What holds for every test."""

from hypothesis import settings

settings.register_profile("course", deadline=None)  # how long an example takes is no property of the code
settings.load_profile("course")
