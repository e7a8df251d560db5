"""The end of a run that has not begun."""


class Refused(RuntimeError):
    """Nothing is graded; the message says why and what to do."""
