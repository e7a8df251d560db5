// Run an interactive figure's script on a page that is only pretended: every setting, every step. A throw is an error.
// JSON {name: {data, settings, keys}} on stdin; JSON {name: message} of those that throw on stdout.
const { readFileSync } = require("fs");
const vm = require("vm");

const source = readFileSync(process.argv[2], "utf8");

function element(extra) {
  const handlers = {};
  return {
    hidden: true,
    setAttribute(name, value) {
      this[name] = value;
    },
    removeAttribute() {},
    addEventListener: (kind, act) => (handlers[kind] = act),
    fire: (kind) => handlers[kind](),
    ...extra,
  };
}

function walk({ data, settings, keys }) {
  const shapes = keys.map((key) => element({ getAttribute: () => key }));
  const radios = settings.flatMap((values) => values.map((value, i) => element({ value, checked: i === 0, values })));
  const parts = Object.fromEntries(["back", "play", "next", "range", "say", "still"].map((name) => [name, element()]));
  parts.controls = element({ querySelectorAll: () => radios });
  const page = {}; // what listens to the window
  const figure = {
    querySelector: (name) => (name[0] === "." ? parts[name.slice(9)] : { textContent: JSON.stringify(data) }),
    querySelectorAll: () => shapes,
  };
  vm.runInNewContext(source, {
    document: { querySelectorAll: () => [figure] },
    addEventListener: (kind, act) => (page[kind] = act),
    matchMedia: () => ({ matches: false, addEventListener() {} }),
    setInterval: () => 0,
    clearInterval() {},
  });
  const toTheEnd = () => {
    while (parts.next["aria-disabled"] !== "true") parts.next.fire("click");
    while (parts.back["aria-disabled"] !== "true") parts.back.fire("click");
  };
  page.beforeprint();
  page.afterprint();
  toTheEnd();
  for (const combination of Object.keys(data.sequences)) {
    const chosen = combination.split("|");
    let group = -1;
    radios.forEach((radio, i) => {
      if (i === 0 || radio.values !== radios[i - 1].values) group += 1;
      radio.checked = radio.value === chosen[group];
    });
    if (radios.length) radios[0].fire("change");
    toTheEnd();
  }
}

const failed = {};
for (const [name, figure] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  try {
    walk(figure);
  } catch (error) {
    failed[name] = String(error);
  }
}
process.stdout.write(JSON.stringify(failed));
