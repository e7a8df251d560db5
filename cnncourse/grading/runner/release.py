"""Whether students were given what the gradebook knows: a text may be changed and not be generated again."""

import json
from pathlib import Path

from cnncourse.grading.known_cells import without_hidden


def different_cells(release: Path, sources: dict[str, str]) -> list[str]:
    """The grade_ids of cells that the released notebook and the gradebook do not have alike; none without a release.

    Args:
        release: the notebook that students were given.
        sources: the gradebook's source of each cell, hidden tests included, by grade_id.
    """
    if not release.is_file():
        return []
    cells = json.loads(release.read_text(encoding="utf-8"))["cells"]
    given = {cell["metadata"].get("nbgrader", {}).get("grade_id"): "".join(cell["source"]).strip() for cell in cells}
    given.pop(None, None)
    known = {name: without_hidden(source).strip() for name, source in sources.items()}
    return sorted(name for name in given.keys() | known.keys() if given.get(name) != known.get(name))
