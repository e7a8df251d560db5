// html-validate's recommended rules; each exception with its reason.
module.exports = {
  extends: ["html-validate:recommended"],
  rules: {
    "no-inline-style": "off", // formulas typeset at build time carry their positions
    "valid-id": ["error", { relaxed: true }], // a Python name with its dots is the anchor of its documentation
    "prefer-native-element": "off", // the theme's landmarks are divs with a role
    "prefer-tbody": "off", // Sphinx writes the tables of the index without one
    "no-trailing-whitespace": "off", // white space of the theme's templates; compressed away
    "long-title": "off", // the book's name closes the title of every page
  },
};
