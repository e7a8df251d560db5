"""An interactive figure whose script throws stops the build: each one is walked through on node, frame by frame."""

import json
import subprocess
from pathlib import Path
from typing import Any

from cnncourse.sphinxext.finish.mathematics import node_program
from cnncourse.sphinxext.finish.page import Page

HERE = Path(__file__).parent


def script_problems(pages: list[Page], script: Path) -> list[str]:
    """What the figures of these pages throw under `script`, by file and line."""
    asked: dict[str, Any] = {}
    places: dict[str, str] = {}
    for page in pages:
        for figure in page.soup.select("figure.stepper"):
            name = f"{page.name}#{len(asked)}"
            groups = figure.select("fieldset")
            asked[name] = {
                "data": json.loads(figure.select_one('script[type="application/json"]').string),
                "settings": [[field["value"] for field in group.select("input")] for group in groups],
                "keys": [shape["data-k"] for shape in figure.select("[data-k]")],
            }
            label = figure.select_one("svg").get("aria-label", "")
            places[name] = page.place_of(label)
    if not asked:
        return []
    run = subprocess.run(
        [node_program(), str(HERE / "try_scripts.cjs"), str(script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        return [f"{script}:1: {run.stderr.strip()}"]
    failed = json.loads(run.stdout)
    return [f"{places[name]}: the figure's script throws: {message}" for name, message in failed.items()]
