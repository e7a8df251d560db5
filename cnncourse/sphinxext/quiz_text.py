"""The YAML of a quiz, read and checked: every choice has its explanation, and a right one exists."""

from dataclasses import dataclass

import yaml


class QuizError(ValueError):
    """What is wrong with a quiz's text, with its line in the quiz."""


@dataclass(frozen=True)
class Choice:
    """An answer to choose: its MyST text, whether it is right, why, and its line."""

    text: str
    correct: bool
    why: str
    line: int


@dataclass(frozen=True)
class Question:
    """A question (MyST) and its choices; `line` counts from the first line of the quiz's text."""

    text: str
    choices: tuple[Choice, ...]
    line: int


def read_questions(text: str) -> list[Question]:
    """Read the questions; raises `QuizError` that names the line, or `yaml.YAMLError`."""
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(tree, yaml.SequenceNode) or not tree.value:
        raise QuizError("expected a list of questions, each `- question: …`")
    return [_question(node) for node in tree.value]


def _fields(node: yaml.Node, what: str, needed: set[str], allowed: set[str]) -> dict[str, yaml.Node]:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise QuizError(f"line {line}: {what} must be fields such as {sorted(needed)}")
    fields = {str(key.value): value for key, value in node.value}
    missing, unknown = needed - set(fields), set(fields) - allowed
    if missing:
        raise QuizError(f"line {line}: {what} has no {', '.join(sorted(missing))}")
    if unknown:
        raise QuizError(f"line {line}: {what} has an unknown field {', '.join(sorted(unknown))}")
    return fields


def _text(node: yaml.Node, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
        raise QuizError(f"line {node.start_mark.line + 1}: {what} must be text, and not empty")
    return node.value


def _question(node: yaml.Node) -> Question:
    fields = _fields(node, "a question", {"question", "choices"}, {"question", "choices"})
    line = node.start_mark.line + 1
    choices = fields["choices"]
    if not isinstance(choices, yaml.SequenceNode) or len(choices.value) < 2:
        raise QuizError(f"line {line}: a question needs a list of at least two choices")
    read = tuple(_choice(choice) for choice in choices.value)
    if not any(choice.correct for choice in read):
        raise QuizError(f"line {line}: no choice has `correct: true`")
    return Question(_text(fields["question"], "a question"), read, line)


def _choice(node: yaml.Node) -> Choice:
    fields = _fields(node, "a choice", {"text", "why"}, {"text", "why", "correct"})
    line = node.start_mark.line + 1
    mark = fields.get("correct")
    if mark is not None and str(mark.value) not in ("true", "false"):
        raise QuizError(f"line {line}: correct must be true or false, got {mark.value!r}")
    correct = mark is not None and mark.value == "true"
    return Choice(_text(fields["text"], "a choice's text"), correct, _text(fields["why"], "a choice's why"), line)
