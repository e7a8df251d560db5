"""Mutation testing: change the code in small ways and see which changes no test notices.

    python tests/mutants.py [name ...]      (make mutants)

Each file is mutated by itself, and only its own tests are asked. Every survivor is printed as a diff; tests/mutants.md
answers each. Works in build/mutants; the working tree is not touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
LAYERS, TESTS = "cnncourse/layers_numpy", "tests/layers_numpy"
CLASSES = f"{TESTS}/test_thin_classes.py"
TARGETS = {
    "conv": ([f"{LAYERS}/conv.py"], [f"{TESTS}/test_conv.py", CLASSES]),
    "correlate": ([f"{LAYERS}/correlate.py", f"{LAYERS}/correlate_rows.py"], [f"{TESTS}/test_conv.py"]),
    "windows": (
        [f"{LAYERS}/windows.py"],
        [f"{TESTS}/test_windows.py", f"{TESTS}/test_conv.py", f"{TESTS}/test_max_pool.py"],
    ),
    "conv1d": ([f"{LAYERS}/conv1d.py"], [f"{TESTS}/test_conv1d.py", CLASSES]),
    "conv_transpose": ([f"{LAYERS}/conv_transpose.py"], [f"{TESTS}/test_conv_transpose.py", CLASSES]),
    "locally_connected": ([f"{LAYERS}/locally_connected.py"], [f"{TESTS}/test_locally_connected.py", CLASSES]),
    "max_pool": ([f"{LAYERS}/max_pool.py"], [f"{TESTS}/test_max_pool.py", CLASSES]),
    "avg_pool": ([f"{LAYERS}/avg_pool.py", f"{LAYERS}/global_avg_pool.py"], [f"{TESTS}/test_avg_pool.py", CLASSES]),
    "batch_norm": ([f"{LAYERS}/batch_norm.py"], [f"{TESTS}/test_batch_norm.py"]),
    "layer_norm": ([f"{LAYERS}/layer_norm.py"], [f"{TESTS}/test_layer_norm.py"]),
    "local_response_norm": ([f"{LAYERS}/local_response_norm.py"], [f"{TESTS}/test_local_response_norm.py"]),
    "losses": (["cnncourse/losses.py"], ["tests/test_losses.py"]),
}
CONFIGURATION = """[mutmut]
source_paths=cnncourse
only_mutate={files}
pytest_add_cli_args=
    -q
    -p
    no:cacheprovider
    -p
    no:xdist
    --import-mode=importlib
pytest_add_cli_args_test_selection={tests}
"""


def main(names: list[str]) -> int:
    """Mutate the named targets, or all; the exit status is 1 where a run failed, not where a mutant survived."""
    unknown = set(names) - set(TARGETS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
        return 2
    start, failed = time.monotonic(), []
    for name in names or TARGETS:
        place = WORK / name
        prepare(place, *TARGETS[name])
        done = mutmut(place, "run", "--max-children", str(min(2, os.cpu_count() or 1)))
        listed = mutmut(place, "results", "--all", "true").stdout.splitlines()
        results = dict(line.strip().rsplit(": ", 1) for line in listed if ": " in line)
        if done.returncode or not results:
            failed.append(name)
            print(f"{name}: the run failed\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
            continue
        unnoticed = [mutant for mutant, result in results.items() if result not in ("killed", "timeout", "segfault")]
        print(
            f"\n{name}: {len(results)} mutants, {len(unnoticed)} not noticed ({time.monotonic() - start:.0f} s so far)"
        )
        for mutant in unnoticed:
            print(f"{mutant} ({results[mutant]})\n{difference(place, mutant)}", flush=True)
    return bool(failed)


def prepare(place: Path, files: list[str], tests: list[str]) -> None:
    """A fresh copy of the package and of the tests that are asked."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ROOT / "cnncourse", place / "cnncourse", ignore=shutil.ignore_patterns("__pycache__"))
    conftests = [str(path.relative_to(ROOT)) for path in (ROOT / "tests").rglob("conftest.py")]
    folders = {"tests", *(str(Path(test).parent) for test in tests)}
    for test in [*tests, *(path for path in conftests if str(Path(path).parent) in folders)]:
        (place / test).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / test, place / test)
    lists = {name: "".join(f"\n    {path}" for path in paths) for name, paths in (("files", files), ("tests", tests))}
    (place / "setup.cfg").write_text(CONFIGURATION.format(**lists))


def mutmut(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run mutmut in `place`, one thread for each test process."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)


def difference(place: Path, mutant: str) -> str:
    """The lines that the mutant changes."""
    lines = mutmut(place, "show", mutant).stdout.splitlines()
    changed = [line for line in lines if line.startswith(("-", "+")) and not line.startswith(("---", "+++"))]
    return "\n".join(f"    {line[0]} {line[1:].strip()}" for line in changed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
