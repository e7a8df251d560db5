"""The workflows ask for what is there: targets of the Makefile, modules, jobs."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_exists(workflow: Path):
    """`make` targets stand in the Makefile, `python -m` modules in the package, scripts in the tree; jobs need jobs."""
    jobs = yaml.safe_load(workflow.read_text(encoding="utf-8"))["jobs"]
    commands = "\n".join(step["run"] for job in jobs.values() for step in job["steps"] if "run" in step)
    targets = re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    needed = " ".join(str(job.get("needs", "")) for job in jobs.values())

    assert set(re.findall(r"\bmake ([a-z-]+)", commands)) <= set(targets)
    assert [name for name in re.findall(r"python -m (\S+)", commands) if find_spec(name) is None] == []
    assert [name for name in re.findall(r"\bbash (\S+)", commands) if not (ROOT / name).is_file()] == []
    assert set(re.findall(r"\w+", needed)) <= set(jobs)
