"""What the web's own tools say of the built book: Lighthouse and html-validate."""

import json
import os
import statistics
import subprocess
from pathlib import Path

import pytest

from cnncourse.sphinxext.browser import QUIET, find_chromium

PAGE = "book/3-eecs445/stride.html"
RULES = Path(__file__).parent / "htmlvalidate.cjs"


def scores(node_tools: Path, address: str, preset: list[str]) -> dict[str, float]:
    """Lighthouse's four scores of a chapter page, 0 to 100."""
    command = [str(node_tools / "lighthouse"), address + PAGE, "--output=json", "--quiet", *preset]
    command.append(f"--chrome-flags=--headless {' '.join(QUIET)}")
    command.append("--only-categories=performance,accessibility,best-practices,seo")
    run = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "CHROME_PATH": find_chromium()}
    )
    return {name: 100 * value["score"] for name, value in json.loads(run.stdout)["categories"].items()}


@pytest.mark.parametrize(("preset", "bar"), [((), 85), (("--preset=desktop",), 95)], ids=["mobile", "desktop"])
def test_lighthouse(node_tools: Path, address: str, preset: tuple[str, ...], bar: int):
    """Accessibility, best practices and SEO at 100; performance, the median of three, at least the bar."""
    runs = [scores(node_tools, address, list(preset)) for _ in range(3)]
    print(runs)

    for name in ("accessibility", "best-practices", "seo"):
        assert [run[name] for run in runs] == [100] * 3
    assert statistics.median(run["performance"] for run in runs) >= bar


def test_html_is_valid(node_tools: Path, site: Path, pages: list[str]):
    """html-validate's recommended rules on every page; each exception stands with its reason in htmlvalidate.cjs."""
    command = [str(node_tools / "html-validate"), "--config", str(RULES), *(str(site / page) for page in pages)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-6000:]
