"""What the book adds to Sphinx: the parts of a page, quizzes, claim boxes, and the checks that stop a build.

Named in `_config.yml` under `extra_extensions`. Each module is one directive or one check, with its own `setup`.
"""

from typing import Any

from sphinx.application import Sphinx

from cnncourse.sphinxext import (
    api,
    boxes,
    claims_box,
    elements,
    errata,
    figure_alt,
    function_links,
    graded,
    interactive,
    last_change,
    page_template,
    page_time,
    quiz,
    records,
    site_address,
    uses,
)

MODULES = (
    site_address,
    elements,
    records,
    boxes,
    page_time,
    quiz,
    claims_box,
    errata,
    graded,
    interactive,
    figure_alt,
    page_template,
    uses,
    api,
    function_links,
    last_change,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register every directive, node and check of the book."""
    for module in MODULES:
        module.setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
