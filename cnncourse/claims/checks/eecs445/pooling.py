"""Pooling forward: claims 046 and 048."""

import numpy as np

from cnncourse.claims.evidence import Evidence, holds_if
from cnncourse.layers_numpy import max_pool2d_forward

EXAMPLE = np.array([[1, 1, 2, 4], [5, 6, 7, 8], [3, 2, 1, 0], [1, 2, 3, 4]], dtype=float)


def eecs_445_046() -> Evidence:
    out = max_pool2d_forward(EXAMPLE[None, None], 2)[0][0, 0]
    return holds_if(
        bool(np.array_equal(out, [[6, 8], [3, 4]])),
        f"[[1,1,2,4], [5,6,7,8], [3,2,1,0], [1,2,3,4]] becomes {out.astype(int).tolist()}. The transcript has lost the "
        "input; this one is the classic of that example.",
    )


def eecs_445_048() -> Evidence:
    base = max_pool2d_forward(EXAMPLE[None, None], 2)[0][0, 0, 0, 0]
    seen = 0
    for row, col in np.ndindex(4, 4):
        raised = EXAMPLE.copy()
        raised[row, col] = 100.0
        seen += int(max_pool2d_forward(raised[None, None], 2)[0][0, 0, 0, 0] != base)
    return holds_if(seen == 4, f"Raising one input at a time, {seen} of 16 move the first output.")
