"""`{quiz} name`: self-check questions with an explanation for every choice, written in YAML next to the prose."""

from typing import Any

import yaml
from docutils import nodes
from sphinx.application import Sphinx

from cnncourse.sphinxext.elements import HtmlElement, element, words
from cnncourse.sphinxext.part import PartDirective
from cnncourse.sphinxext.quiz_text import Question, QuizError, read_questions
from cnncourse.sphinxext.records import record, records


class Quiz(PartDirective):
    """A list of questions; each has `question` and `choices`, each choice `text`, `why` and perhaps `correct: true`.

    Without scripts the reader sees the questions, the choices, and the answers folded under "Show the answer".
    """

    required_arguments = 1
    title = "Check yourself"

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if any(name in names for names in records(self.env, "quiz").values()):
            raise self.error(f"there is another {{quiz}} named {name!r}")
        record(self.env, "quiz", name)
        try:
            questions = read_questions("\n".join(self.content))
        except (QuizError, yaml.YAMLError) as error:
            raise self.error(f"{{quiz}} {name}: {error}") from error
        asked = [self.ask(question, f"quiz-{name}-{i}") for i, question in enumerate(questions, 1)]
        return [self.part(*asked)]

    def ask(self, question: Question, ident: str) -> HtmlElement:
        """One question: a fieldset of radio buttons (check boxes where several are right) and the folded answers."""
        several = sum(choice.correct for choice in question.choices) > 1
        legend = element("legend", *self.myst_inline(question.text, "a question", question.line))
        options, answers = [], []
        for i, choice in enumerate(question.choices):
            field: dict[str, Any] = {"type": "checkbox" if several else "radio", "name": ident, "value": i}
            text = self.myst_inline(choice.text, "a choice's text", choice.line)
            label = element("label", element("input", **field), element("span", *text))
            options.append(element("div", label, class_="quiz-choice"))
            verdict = "Right" if choice.correct else "Not this one"
            again = self.myst_inline(choice.text, "a choice's text", choice.line)
            shown = element("p", words("strong", f"{verdict}: "), *again)
            why = self.myst(choice.why, choice.line)
            answers.append(element("li", shown, *why, data_correct="yes" if choice.correct else "no"))
        folded = element(
            "details",
            words("summary", "Show the answer"),
            element("ul", *answers),
            class_="quiz-answers",
        )
        status = element("div", class_="quiz-status", role="status")
        return element("div", element("fieldset", legend, *options), status, folded, class_="quiz-question", id=ident)


def setup(app: Sphinx) -> None:
    app.add_directive("quiz", Quiz)
