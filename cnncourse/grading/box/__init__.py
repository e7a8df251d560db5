"""The box a submission runs in: bubblewrap around a warm process, one forked child for each submission.

`Box` starts the warm process and hands out `Submission`s; a submission executes cells, calls its functions by data
and reads its variables. Nothing it sends is ever unpickled. See `supervisor.py` for the trusted side and `child.py`
for the other.
"""

from cnncourse.grading.box.data import DataError, Handle
from cnncourse.grading.box.limits import Limits

__all__ = ["DataError", "Handle", "Limits"]
