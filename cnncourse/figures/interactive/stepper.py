"""An interactive figure as data: a drawing, and for each setting the frames that a reader steps through.

Python computes every number and every position; the one script `stepper.js` only shows frames. So the drawing,
the printed still and the moving figure cannot disagree.
"""

from dataclasses import dataclass, field
from html import escape
from typing import Any

Changes = dict[str, dict[str, Any]]  # key of a shape -> attribute -> value; "text" stands for its text


@dataclass(frozen=True)
class Frame:
    """One step: what it says in words, and how the shapes differ from the drawing's ground state."""

    say: str
    changes: Changes


@dataclass(frozen=True)
class Setting:
    """A choice the reader has, such as the stride, and its possible values."""

    name: str
    values: tuple[str, ...]


@dataclass
class Shape:
    """An SVG element: its tag, key, attributes and text."""

    tag: str
    key: str
    attributes: dict[str, Any]
    text: str = ""


@dataclass
class Stepper:
    """The figure. `sequences` maps the chosen values, joined by `|`, to frames; `still` is what paper shows."""

    width: int
    height: int
    settings: tuple[Setting, ...] = ()
    shapes: list[Shape] = field(default_factory=list)
    sequences: dict[str, list[Frame]] = field(default_factory=dict)
    still: tuple[str, int] = ("", -1)

    def add(self, tag: str, key: str = "", text: str = "", **attributes: Any) -> None:
        """Draw a shape; a keyed one can be changed by frames. `class_` stands for the reserved word."""
        named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        self.shapes.append(Shape(tag, key, named, text))

    def cell(self, key: str, x: float, y: float, size: float, text: str = "", class_: str = "cell") -> None:
        """A square with a text in its middle: shapes `key` and `key.t`."""
        self.add("rect", key, x=x, y=y, width=size, height=size, class_=class_)
        self.add("text", f"{key}.t", text, x=x + size / 2, y=y + size / 2, class_="number")

    def label(self, x: float, y: float, text: str, key: str = "") -> None:
        """A line of text that starts at (x, y)."""
        self.add("text", key, text, x=x, y=y, class_="label")

    def ground(self) -> Changes:
        """The value that each shape has, in the drawing itself, of every attribute that some frame changes."""
        shapes = {shape.key: shape for shape in self.shapes if shape.key}
        ground: Changes = {}
        for frames in self.sequences.values():
            for frame in frames:
                for key, changed in frame.changes.items():
                    if key not in shapes:
                        raise ValueError(f"a frame changes {key!r}, but the drawing has no such shape")
                    for name in changed:
                        shape = shapes[key]
                        value = shape.text if name == "text" else shape.attributes.get(name)
                        ground.setdefault(key, {})[name] = value
        return ground

    def data(self) -> dict[str, Any]:
        """What the script reads: the ground state, the frames of each setting, and which frame paper shows."""
        sequences = {key: [[frame.say, frame.changes] for frame in frames] for key, frames in self.sequences.items()}
        key, at = self.still
        still = [key, range(len(self.sequences[key]))[at]]  # counted from the front
        return {"ground": self.ground(), "sequences": sequences, "still": still}

    def still_in_words(self) -> str:
        """What paper says below the drawing: the chosen settings, then the words of the still frame."""
        key, at = self.still
        pairs = zip(self.settings, key.split("|"), strict=True) if self.settings else ()
        chosen = [f"{setting.name} {value}." for setting, value in pairs if len(setting.values) > 1]
        return " ".join([*chosen, self.sequences[key][at].say])

    def svg(self, label: str) -> str:
        """The drawing with its still frame applied, as one `<svg>` element."""
        key, at = self.still
        shown = self.sequences[key][at].changes
        lines = [_element(shape, shown.get(shape.key, {})) for shape in self.shapes]
        view = f'viewBox="0 0 {self.width} {self.height}" width="{self.width}" height="{self.height}"'
        return f'<svg class="stepper-drawing" role="img" aria-label="{escape(label)}" {view}>{"".join(lines)}</svg>'


def _element(shape: Shape, changes: dict[str, Any]) -> str:
    attributes = {**shape.attributes, **changes}
    text = attributes.pop("text", shape.text)
    if shape.key:
        attributes["data-k"] = shape.key
    written = "".join(f' {name}="{escape(str(value))}"' for name, value in attributes.items() if value is not None)
    return f"<{shape.tag}{written}>{escape(str(text))}</{shape.tag}>"


def number(value: float) -> str:
    """A number as the figures print it: no trailing zeros, a true minus sign."""
    return f"{round(float(value), 3):g}".replace("-", "−")
