"""What an import brings along, asked of a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.quantities import Quantity


def quantities() -> list[Quantity]:
    """How many of torch, scipy and matplotlib each import brings along; none is allowed."""
    rows = []
    for module in ("cnncourse", "cnncourse.layers_numpy"):
        code = f"import sys, {module}; print(sum(name in sys.modules for name in ('torch', 'scipy', 'matplotlib')))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        rows.append(Quantity(f"import {module}: how many of torch, scipy, matplotlib", float(done.stdout), 0))
    return rows
