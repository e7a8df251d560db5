"""The drawing of the committed measurements: every way of every layer is there, as high as it was measured."""

import json

import pytest

from cnncourse.figures.measured import draw_measured, load_measured

DATA = {
    "machine": {"processor": "one"},
    "convolutions": [
        {
            "problem": f"{name}: shapes",
            "milliseconds": {"ours": 10.0 * k, "course code": 30.0 * k, "plain loops": 9000.0 * k, "PyTorch": 11.0 * k},
            "memory": {"ours": 1.5, "course code": 9.0, "PyTorch": 1.2},
        }
        for k, name in enumerate("AB", start=1)
    ],
    "quantities": [],
}


def test_bars_are_the_measurements():
    """Time on the left has four ways, memory on the right three (plain loops have none), for both layers."""
    left, right = draw_measured(DATA).axes

    assert [bar.get_height() for bar in left.patches] == [9000, 18000, 30, 60, 10, 20, 11, 22]
    assert [bar.get_height() for bar in right.patches] == [9, 9, 1.5, 1.5, 1.2, 1.2]
    assert left.get_yscale() == "log"
    assert [label.get_text() for label in left.get_xticklabels()] == ["A", "B"]


def test_nothing_saved(tmp_path):
    """Without the file, the error says how to make it."""
    with pytest.raises(FileNotFoundError, match=r"python -m benchmarks\.layers --save"):
        load_measured(tmp_path / "layers.json")


def test_saved_numbers_are_read(tmp_path):
    """What the benchmark writes is what the page gets."""
    file = tmp_path / "layers.json"
    file.write_text(json.dumps(DATA))

    assert load_measured(file) == DATA
