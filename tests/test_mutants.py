"""The answers to surviving mutants: they are read as they were written, and are about lines that still stand."""

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = runpy.run_path(str(ROOT / "tests" / "mutants.py"))
ANSWERS = sorted(MUTANTS["read_answers"]((ROOT / "tests" / "mutants.md").read_text()))
TEXT = """# Title

## conv

### `conv2d_forward`

```diff
- a
+ b

- c
- d
+ e
```

A reason.

### `Conv2d.train`

```diff
- f
+ g
```

## losses

```diff
- of no function
```
"""


def test_answers_are_read():
    """Target and function come from the headings; an empty line divides two changes; prose is no change."""
    assert MUTANTS["read_answers"](TEXT) == {
        ("conv", "conv2d_forward", "- a\n+ b"),
        ("conv", "conv2d_forward", "- c\n- d\n+ e"),
        ("conv", "Conv2d.train", "- f\n+ g"),
    }


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        ("cnncourse.layers_numpy.conv.x_conv2d_forward__mutmut_17", "conv2d_forward"),
        ("cnncourse.losses.x__mean__mutmut_1", "_mean"),
        ("cnncourse.layers_numpy.conv.xǁConv2dǁ__init____mutmut_3", "Conv2d.__init__"),
    ],
)
def test_function_of_a_mutant(mutant, name):
    """Functions and methods, also those with underscores of their own."""
    assert MUTANTS["function"](mutant) == name


def test_answers_are_about_lines_that_stand():
    """Each changed line is still one of the target's files; else its answer in tests/mutants.md is out of date."""
    outdated = []
    for target, name, change in ANSWERS:
        files, _ = MUTANTS["TARGETS"][target]
        lines = {line.strip() for file in files for line in (ROOT / file).read_text().splitlines()}
        removed = [line[2:] for line in change.splitlines() if line.startswith("- ")]
        if not removed or not lines.issuperset(removed):
            outdated.append(f"{target}, {name}:\n{change}")
    assert not outdated, "\n".join(outdated)
