"""How a submission came out, in one word and one sentence."""

from nbformat import NotebookNode

from cnncourse.grading.repair import EDITED, OTHER_RELEASE
from cnncourse.grading.runner.task import Done

GRADED, TIMEOUT, DIED, MEMORY = "graded", "timeout", "kernel died", "out of memory"
MALFORMED, TAMPERED, FAILED = "malformed", "tampered", "failed"
BY_TROUBLE = {  # the first that holds
    "forged": TAMPERED,
    "memory": MEMORY,
    "died": DIED,
    "output": DIED,
    "killed": TIMEOUT,
    "timeout": TIMEOUT,
}


def status_of(nb: NotebookNode, done: Done) -> tuple[str, str]:
    """The status and its reason, from what the repair and the run left in the notebook's metadata."""
    if done.failed:
        return FAILED, done.failed.strip().splitlines()[-1]
    ours = nb.metadata.get("cnncourse", {})
    problems = list(ours.get("problems", []))
    for trouble, status in BY_TROUBLE.items():
        if trouble in done.trouble:
            where = f"at {done.trouble[trouble]}"
            return status, problems[-1] if problems and trouble != "timeout" else f"Stopped {where}: it ran too long."
    if problems:
        return MALFORMED, problems[0]
    said = [f"{name}: {line}" for name, lines in ours.get("cells", {}).items() for line in lines]
    edited = [line for line in said if line.endswith(EDITED)]
    if edited:
        return TAMPERED, edited[0]
    said.sort(key=lambda line: not line.endswith(OTHER_RELEASE))
    return GRADED, said[0] if said else ""
