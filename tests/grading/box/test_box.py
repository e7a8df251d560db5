"""A submission in the box: it runs cells, is called by data, and is stopped at each of its limits."""

import resource

import numpy as np
import pytest

from cnncourse.grading.box.data import Handle
from cnncourse.grading.box.limits import MIB, Limits
from cnncourse.grading.box.supervisor import Box


def text_of(result) -> str:
    parts = [output["content"] for output in result.outputs]
    return "".join(part.get("text", "") or part.get("data", {}).get("text/plain", "") for part in parts)


def test_a_cell_prints_and_gives_its_value(submission):
    """The value of the last line and what was printed come back in the order of a notebook."""
    result = submission.execute("x = 20\nprint('first')\nx + 1")
    kinds = [output["msg_type"] for output in result.outputs]
    assert (result.status, kinds, text_of(result)) == ("ok", ["stream", "execute_result"], "first\n21")


def test_a_program_started_by_a_cell_prints_into_the_notebook(submission):
    """What goes to descriptor 1, not through sys.stdout, is in the cell's output when the cell is done."""
    assert "deep\n" in text_of(submission.execute("import os; os.system('echo deep');"))


def test_a_function_is_called_by_data(submission):
    """Arrays go in and come out with their dtype; what is no data comes out as a handle that can be passed on."""
    submission.execute("def f(x, k=1): return x * k, object()\ndef g(thing): return type(thing).__name__")
    x = np.arange(3, dtype=np.float32)
    out, cache = submission.value_of(submission.call("f", [x], {"k": 2}))
    assert out.dtype == np.float32
    np.testing.assert_array_equal(out, [0, 2, 4])
    assert cache == Handle(1, "object")
    assert submission.value_of(submission.call("g", [cache], {})) == "object"


def test_an_error_comes_back_as_text_with_the_students_line(submission):
    """Not the exception itself: its kinds, its message, and the number and text of the line in the cell."""
    submission.execute("def f():\n    y = 1\n    return y / 0")
    answer = submission.call("f", [], {}).answer
    kinds, message, line, source = answer["error"]
    assert kinds[:2] == ["ZeroDivisionError", "ArithmeticError"]
    assert (message, line, source) == ("division by zero", 3, "return y / 0")


def test_an_endless_cell_is_interrupted_and_the_next_one_runs(box):
    """As the stock kernel does it: KeyboardInterrupt in the cell, and the session goes on."""
    with box.open(Limits(cell_seconds=0.5)) as submission:
        submission.execute("x = 5")
        assert submission.execute("while True: pass").status == "timeout"
        assert text_of(submission.execute("x")) == "5"


def test_a_cell_that_ignores_the_interrupt_is_killed(box):
    """What cannot be interrupted ends, and every later request is answered at once."""
    with box.open(Limits(cell_seconds=0.5, grace_seconds=0.5)) as submission:
        stubborn = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
        assert submission.execute(stubborn).status == "killed"
        assert submission.execute("1").status == "killed"


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("import os; os._exit(3)", "died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died"),
        ("import ctypes; ctypes.string_at(0)", "died"),
    ],
)
def test_a_process_that_ends_is_found_out(submission, source, status):
    """The submission says how its process came to an end, and the box goes on."""
    assert submission.execute(source).status == status


def test_memory_of_one_process_is_limited(submission):
    """More than the allowance is a MemoryError, which the student's own cell shows."""
    result = submission.execute("import numpy as np\nx = np.ones(100_000_000)")
    assert result.status == "error"
    assert "MemoryError" in result.answer["ename"]


def test_memory_of_all_processes_together_is_limited(submission):
    """Each of ten processes stays below the limit; together they do not, and the submission is ended."""
    result = submission.execute(
        "import os, time\nfor _ in range(10):\n    if os.fork() == 0:\n        x = bytearray(120_000_000)\n"
        "        time.sleep(60)\ntime.sleep(15)"
    )
    assert result.status == "memory"


def test_disk_is_limited(submission):
    """All files together are bounded, in whatever folder."""
    result = submission.execute(
        "for folder in ('/tmp', '.', '/dev/shm'):\n    open(folder + '/x', 'wb').write(bytes(15_000_000))"
    )
    assert result.answer["ename"] == "OSError"


def test_output_is_limited(submission):
    """A flood of output is cut, and the cell goes on."""
    result = submission.execute("for i in range(100): print('x' * 100_000)\nprint(2)")
    assert result.status == "ok"
    assert len(text_of(result)) <= 2 * MIB


def test_nothing_but_the_own_folders_can_be_written(submission):
    """Root, /dev, /run and the installed packages are read-only, for root's and for a user's box."""
    places = ["/x", "/dev/x", "/run/x", "/run/ipython/x", "/usr/x", "/etc/x", "/home/x", "numpy"]
    source = f"""
import numpy, os
def attempt(path):
    try:
        open(path, "w").close()
    except OSError as error:
        return type(error).__name__
    return "written"
places = {places!r}
places[-1] = os.path.dirname(numpy.__file__) + "/x"
[attempt(place) for place in places] + [attempt(place) for place in ("x", "/tmp/x", "/dev/shm/x")]
"""
    got = eval(text_of(submission.execute(source)))
    assert "written" not in got[:-3]
    assert got[-3:] == ["written"] * 3


def test_the_process_is_nobody(submission):
    """No capability, no new privileges, a filter on system calls, and a uid that is not root's."""
    source = "{l.split(':')[0]: l.split()[1] for l in open('/proc/self/status') if ':' in l and len(l.split()) > 1}"
    status = eval(text_of(submission.execute(source)))
    assert {status[name] for name in ("CapEff", "CapPrm", "CapBnd", "CapInh", "CapAmb")} == {"0" * 16}
    assert (status["NoNewPrivs"], status["Seccomp"], status["Uid"]) == ("1", "2", "1000")


def test_two_submissions_do_not_meet(box):
    """Each has its own files and sees its own processes only."""
    with box.open() as first, box.open() as second:
        first.execute("open('/tmp/mine', 'w').write('secret')")
        source = "import os; 'mine' in os.listdir('/tmp'), sorted(p for p in os.listdir('/proc') if p.isdigit())"
        assert text_of(second.execute(source)) == "(False, ['1', '2'])"


def test_the_environment_carries_no_secret(box, monkeypatch):
    """The course's secret is in the grader's environment and not in the submission's."""
    with box.open() as submission:
        names = text_of(submission.execute("import os; sorted(os.environ)"))
    assert "CNNCOURSE" not in names
    assert "HOME" in names


def test_a_numpy_box_holds_no_answer(submission):
    """torch, scipy and the reference layers are not there; numpy is."""
    source = """
import importlib
def found(name):
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
[found(name) for name in ("torch", "scipy", "cnncourse.layers_numpy", "cnncourse.shapes", "numpy", "cnncourse.grading")]
"""
    assert eval(text_of(submission.execute(source))) == [False] * 4 + [True] * 2


def test_without_a_box_the_graders_own_processes_do_not_count(box):
    """The limit on processes is one for each uid: a submission that has the grader's could start none."""
    source = "import resource; resource.getrlimit(resource.RLIMIT_NPROC)[0]"
    with Box(box.profile, sandboxed=False) as plain, plain.open() as submission:
        assert text_of(submission.execute(source)) == str(resource.getrlimit(resource.RLIMIT_NPROC)[0])
    with box.open() as submission:
        assert text_of(submission.execute(source)) == "64"


def test_a_fork_that_returns_into_the_kernel_does_not_answer(submission):
    """A cell that forks and lets both go on gives one answer, and the next request gets its own."""
    assert submission.execute("import os; pid = os.fork()").status == "ok"
    assert text_of(submission.execute("40 + 2")) == "42"


def test_a_cell_that_the_shell_cannot_parse_is_an_error_of_that_cell(submission):
    """Nested too deep for Python's parser: the cell fails, and the session goes on."""
    assert submission.execute("x = " + "-" * 5_000 + "1").status == "error"
    assert text_of(submission.execute("40 + 2")) == "42"


def test_the_outputs_of_all_cells_together_are_limited(submission):
    """Many cells below the limit of one do not add up to a notebook that fills the disk."""
    shown = sum(len(text_of(submission.execute("print('x' * 900_000)"))) for _ in range(10))
    assert shown <= 4 * MIB
