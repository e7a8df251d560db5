// Interactive figures: shows the frames that Python made. Choose a setting, step by button or slider, play, pause.
(function () {
  "use strict";

  function put(part, name, value) {
    if (name === "text") part.textContent = value;
    else if (value === null) part.removeAttribute(name);
    else part.setAttribute(name, value);
  }

  function stepper(figure) {
    const { ground, sequences, still } = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    const parts = {};
    figure.querySelectorAll("[data-k]").forEach((part) => (parts[part.getAttribute("data-k")] = part));
    const find = (name) => figure.querySelector(`.stepper-${name}`);
    const [controls, back, play, next, slider, say] = ["controls", "back", "play", "next", "range", "say"].map(find);
    const radios = [...controls.querySelectorAll('input[type="radio"]')];
    let frames = [];
    let at = 0;
    let timer = null;

    function show(step) {
      at = Math.max(0, Math.min(step, frames.length - 1));
      const [words, changes] = frames[at];
      for (const key in ground) {
        const state = { ...ground[key], ...changes[key] };
        for (const name in state) put(parts[key], name, state[name]);
      }
      slider.value = at;
      slider.setAttribute("aria-valuetext", `Step ${at + 1} of ${frames.length}`);
      say.textContent = `${at + 1}/${frames.length} · ${words}`;
      // not `disabled`, which would take the keyboard's focus away at either end
      back.setAttribute("aria-disabled", String(at === 0));
      next.setAttribute("aria-disabled", String(at === frames.length - 1));
    }

    function stop() {
      clearInterval(timer);
      timer = null;
      play.textContent = "Play";
      say.setAttribute("aria-live", "polite");
    }

    function start() {
      if (at === frames.length - 1) show(0);
      play.textContent = "Pause";
      say.setAttribute("aria-live", "off"); // the reader hears the steps they take, not a film
      timer = setInterval(() => (at < frames.length - 1 ? show(at + 1) : stop()), 900);
    }

    function choose() {
      stop();
      frames = sequences[radios.filter((radio) => radio.checked).map((radio) => radio.value).join("|")];
      slider.max = frames.length - 1;
      show(0);
    }

    const by = (step) => () => {
      stop();
      show(at + step);
    };
    back.addEventListener("click", by(-1));
    next.addEventListener("click", by(1));
    slider.addEventListener("input", () => {
      stop();
      show(Number(slider.value));
    });
    play.addEventListener("click", () => (timer === null ? start() : stop()));
    radios.forEach((radio) => radio.addEventListener("change", choose));
    let kept = null; // what the reader saw while paper shows the still
    addEventListener("beforeprint", () => {
      stop();
      kept = [frames, at];
      frames = sequences[still[0]];
      show(still[1]);
    });
    addEventListener("afterprint", () => {
      frames = kept[0];
      show(kept[1]);
    });
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const obey = () => {
      stop();
      play.hidden = calm.matches;
    };
    calm.addEventListener("change", obey);
    obey();
    controls.hidden = false;
    find("still").hidden = true;
    choose();
  }

  document.querySelectorAll("figure.stepper").forEach(stepper);
})();
