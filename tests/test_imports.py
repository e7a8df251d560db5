"""What an import brings along, asked of a fresh interpreter: students need NumPy alone."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "scipy", "matplotlib", "sklearn", "pandas")


@pytest.mark.parametrize(
    "module",
    [
        "cnncourse",
        "cnncourse.layers_numpy",
        "cnncourse.shapes",
        "cnncourse.losses",
        "cnncourse.init",
        "cnncourse.optim",
        "cnncourse.schedules",
        "cnncourse.gradcheck",
        "cnncourse.variance",
    ],
)
def test_import_is_light(module):
    """Importing the module imports none of the heavy libraries."""
    program = f"import sys, {module}; print(*[name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
