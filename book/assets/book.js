// The book's own behavior: quizzes that answer, and boxes that the keyboard can scroll. Without it all text stays readable.
(function () {
  "use strict";

  function same(a, b) {
    return a.length === b.length && a.every((value, i) => value === b[i]);
  }

  function checkable(question) {
    const fields = [...question.querySelectorAll("input")];
    const answers = question.querySelector(".quiz-answers");
    const status = question.querySelector(".quiz-status");
    const reasons = [...answers.querySelectorAll("li")];
    const right = reasons.map((reason) => reason.dataset.correct === "yes");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiz-check";
    button.textContent = "Check";
    answers.hidden = true;
    status.before(button);

    button.addEventListener("click", () => {
      const chosen = fields.map((field) => field.checked);
      status.replaceChildren();
      const verdict = document.createElement("p");
      const word = document.createElement("strong");
      verdict.append(word);
      status.append(verdict);
      if (!chosen.includes(true)) {
        word.textContent = "Choose an answer first.";
        return;
      }
      const solved = same(chosen, right);
      word.textContent = solved ? "Right." : "Not yet.";
      reasons.forEach((reason, i) => {
        if (!chosen[i]) return;
        const shown = document.createElement("div");
        shown.append(...[...reason.cloneNode(true).childNodes]);
        status.append(shown);
      });
      if (!solved && same(chosen, chosen.map((value, i) => value && right[i]))) {
        status.append("Something is still missing.");
      }
      if (solved) answers.hidden = false;
    });
  }

  function scrollable(box) {
    if (box.scrollWidth <= box.clientWidth + 1) return;
    box.tabIndex = 0;
    if (box.matches("table")) return; // a table is named by its caption and keeps its role
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", box.matches("div.math, mjx-container") ? "Formula" : "Wide content");
  }

  function makeScrollable() {
    document.querySelectorAll("div.math, mjx-container[display], .bd-article pre, .bd-article table, .text_html, .book-figure-box").forEach(scrollable);
  }

  document.querySelectorAll(".quiz-question").forEach(checkable);
  makeScrollable();
  addEventListener("resize", makeScrollable);
})();
