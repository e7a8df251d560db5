"""Each student's own code."""

import json

import pytest

from cnncourse.grading.code_export import own_code


@pytest.fixture
def folders(tmp_path):
    """A released and a submitted notebook."""

    def write(place: str, *sources: str):
        cells = [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in sources]
        folder = tmp_path / place
        folder.mkdir()
        (folder / "ps.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
        return folder

    given = write(
        "given", "import numpy as np", "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()", "check()"
    )
    handed = write(
        "handed", "import numpy as np\n%matplotlib inline", "def f(x):\n    secret = 3\n    return x", "check()"
    )
    return handed, given


def test_what_everybody_was_given_is_left_out(folders):
    """Template lines, tests and empty cells go; the student's own lines stay in their order, magics as comments."""
    assert own_code(*folders, ["ps"]) == "# %matplotlib inline\n\n    secret = 3\n    return x\n"


def test_an_untouched_or_unreadable_submission_gives_an_empty_file(folders):
    """Nothing of a stub is anybody's own code, and what is no notebook has none."""
    handed, given = folders
    assert own_code(given, given, ["ps"]) == ""
    (handed / "ps.ipynb").write_text("Dear all", encoding="utf-8")
    assert own_code(handed, given, ["ps"]) == ""
