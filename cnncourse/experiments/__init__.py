"""The seeded, repeated experiments behind the empirical claims. Reading a result needs only Python."""

from cnncourse.experiments.result import Finding, Part, Result, load_result

__all__ = ["Finding", "Part", "Result", "load_result"]
