"""Mutation testing: change the code in small ways and see which changes no test notices.

    python tests/mutants.py [name ...]      (make mutants)

Each file is mutated by itself, and only its own tests are asked. tests/mutants.md answers each change that survives; a
survivor without an answer, and an answer without a survivor, are printed and make the exit status 1. Works in
build/mutants; the working tree is not touched.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "build" / "mutants"
ANSWERS = ROOT / "tests" / "mutants.md"
LAYERS, TESTS = "cnncourse/layers_numpy", "tests/layers_numpy"
CLASSES = f"{TESTS}/test_thin_classes.py"
TARGETS = {
    "conv": ([f"{LAYERS}/conv.py"], [f"{TESTS}/test_conv.py", CLASSES]),
    "correlate": ([f"{LAYERS}/correlate.py", f"{LAYERS}/correlate_rows.py"], [f"{TESTS}/test_conv.py"]),
    "windows": ([f"{LAYERS}/windows.py"], [f"{TESTS}/test_windows.py"]),
    "conv1d": ([f"{LAYERS}/conv1d.py"], [f"{TESTS}/test_conv1d.py", CLASSES]),
    "conv_transpose": ([f"{LAYERS}/conv_transpose.py"], [f"{TESTS}/test_conv_transpose.py", CLASSES]),
    "locally_connected": ([f"{LAYERS}/locally_connected.py"], [f"{TESTS}/test_locally_connected.py", CLASSES]),
    "max_pool": ([f"{LAYERS}/max_pool.py"], [f"{TESTS}/test_max_pool.py", CLASSES]),
    "avg_pool": ([f"{LAYERS}/avg_pool.py", f"{LAYERS}/global_avg_pool.py"], [f"{TESTS}/test_avg_pool.py", CLASSES]),
    "batch_norm": ([f"{LAYERS}/batch_norm.py"], [f"{TESTS}/test_batch_norm.py"]),
    "layer_norm": ([f"{LAYERS}/layer_norm.py"], [f"{TESTS}/test_layer_norm.py", CLASSES]),
    "local_response_norm": (
        [f"{LAYERS}/local_response_norm.py"],
        [f"{TESTS}/test_local_response_norm.py", CLASSES],
    ),
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
    no:unraisableexception
    -p
    hypothesispytest
    --import-mode=importlib
    --hypothesis-profile=mutants
pytest_add_cli_args_test_selection={tests}
"""
NOTICED = ("killed", "timeout", "segfault")
# `mutmut show` of many mutants in one process; each begins with a line "# mutant: result".
SHOW = "import sys; from mutmut.__main__ import cli; [cli(['show', m], standalone_mode=False) for m in sys.argv[1:]]"


def main(names: list[str]) -> int:
    """Mutate the named targets, or all; the exit status is 1 where a run failed or the answers do not fit."""
    unknown = set(names) - set(TARGETS)
    if unknown:
        print(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
        return 2
    answered, rows, fits = read_answers(ANSWERS.read_text()), [], True
    print("| target | mutants | noticed | surviving | seconds | seconds of a processor |\n|---|---|---|---|---|---|")
    for name in names or TARGETS:
        wall, processor = time.monotonic(), processor_seconds()
        results, log = run(name)
        if not results:
            print(f"{name}: the run failed\n{log}")
            fits = False
            continue
        unnoticed = [mutant for mutant, result in results.items() if result not in NOTICED]
        survivors = {(name, function(mutant), change) for mutant, change in changes(WORK / name, unnoticed)}
        for _, where, change in sorted(survivors - answered):
            print(f"{name}: nobody notices, and tests/mutants.md does not say why, in {where}:\n{change}")
        for _, where, change in sorted({answer for answer in answered if answer[0] == name} - survivors):
            print(f"{name}: tests/mutants.md answers what did not survive, in {where}:\n{change}")
        fits = fits and survivors == {answer for answer in answered if answer[0] == name}
        seconds = round(time.monotonic() - wall), round(processor_seconds() - processor)
        rows.append((len(results), len(results) - len(unnoticed), len(unnoticed), *seconds))
        print(f"| {name} | {' | '.join(map(str, rows[-1]))} |", flush=True)
    print(f"| all | {' | '.join(str(sum(column)) for column in zip(*rows, strict=True))} |")
    return 0 if fits else 1


def processor_seconds() -> float:
    """What all processes that were started so far, and have ended, took of the processors: no other load counts."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def read_answers(text: str) -> set[tuple[str, str, str]]:
    """(target, function, change) of every change that tests/mutants.md answers.

    A target is a heading of level 2 and a function one of level 3; below it, the changes stand in blocks marked `diff`,
    with an empty line between two.
    """
    answers = set()
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        target, *functions = re.split(r"^### ", section, flags=re.MULTILINE)
        for part in functions:
            where = part.splitlines()[0].strip("` ")
            for block in re.findall(r"^```diff\n(.*?)^```", part, flags=re.MULTILINE | re.DOTALL):
                answers |= {(target.splitlines()[0], where, change) for change in block.strip().split("\n\n")}
    return answers


def run(name: str) -> tuple[dict[str, str], str]:
    """Result by mutant of one target, empty where the run failed, and the end of the run's log."""
    place = WORK / name
    prepare(place, *TARGETS[name])
    done = python(place, "-m", "mutmut", "run", "--max-children", str(min(2, os.cpu_count() or 1)))
    listed = python(place, "-m", "mutmut", "results", "--all", "true").stdout.splitlines()
    results = dict(line.strip().rsplit(": ", 1) for line in listed if ": " in line)
    return {} if done.returncode else results, f"{done.stdout[-2000:]}{done.stderr[-2000:]}"


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


def python(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in `place`, with one thread and only the plugin that is needed in each test process."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    environment = {**os.environ, **threads, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run([sys.executable, *arguments], cwd=place, env=environment, capture_output=True, text=True)


def function(mutant: str) -> str:
    """The changed function: package.module.x_name__mutmut_3 is name, and xǁClassǁname__mutmut_3 is Class.name."""
    mangled = mutant.rpartition(".")[2].partition("__mutmut_")[0]
    return ".".join(mangled.split("ǁ")[1:]) if "ǁ" in mangled else mangled.removeprefix("x_")


def changes(place: Path, mutants: list[str]) -> list[tuple[str, str]]:
    """(mutant, the lines that it changes, without their indentation) of each of the mutants."""
    shown = python(place, "-c", SHOW, *mutants).stdout
    parts = re.split(r"^# (\S+__mutmut_\d+): .*$", shown, flags=re.MULTILINE)[1:]
    found = []
    for mutant, text in zip(parts[::2], parts[1::2], strict=True):
        lines = [line for line in text.splitlines() if re.match(r"-(?!--)|\+(?!\+\+)", line)]
        found.append((mutant, "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines)))
    assert [mutant for mutant, _ in found] == mutants, shown
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
