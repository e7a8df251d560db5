// Typeset formulas: JSON {page: [{tex, display}]} on stdin, JSON {page: {html: [...], css, errors: [...]}} on stdout.
const { readFileSync } = require("fs");
const path = require("path");

const folder = path.join(__dirname, "mathjax");
const load = ["input/tex-full", "output/chtml", "a11y/assistive-mml"];

function typesetPage(MathJax, formulas) {
  const adaptor = MathJax.startup.adaptor;
  MathJax.startup.output.clearCache(); // each page's style sheet names its own glyphs only
  MathJax.texReset();
  const errors = [];
  const html = formulas.map(({ tex, display }, at) => {
    const node = MathJax.tex2chtml(tex, { display });
    const text = adaptor.outerHTML(node);
    const error = text.match(/data-mjx-error="([^"]*)"/);
    if (error) errors.push({ at, message: error[1] });
    return text.replace(/(<\/?)mjx-TeXAtom/g, "$1mjx-texatom"); // HTML names are lower case
  });
  return { html, css: adaptor.textContent(MathJax.chtmlStylesheet()), errors };
}

require("./mathjax/node-main.js")
  .init({
    loader: { load, paths: { mathjax: folder } },
    chtml: { fontURL: "MATH_FONTS" },
    tex: { packages: { "[-]": ["noundefined", "noerrors"] } }, // an unknown command is an error, not red text
    startup: { typeset: false },
  })
  .then((MathJax) => {
    const pages = JSON.parse(readFileSync(0, "utf8"));
    const done = Object.entries(pages).map(([page, formulas]) => [page, typesetPage(MathJax, formulas)]);
    process.stdout.write(JSON.stringify(Object.fromEntries(done)));
  })
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
