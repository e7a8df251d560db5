"""Each layer that is built around a submission, made to fail: no submission starts, and the layer is named."""

import pytest
from forbidding import forbid

from cnncourse.grading.box import linux, seccomp
from cnncourse.grading.box.limits import Limits
from cnncourse.grading.box.linux import LayerMissing
from cnncourse.grading.box.packages import Profile
from cnncourse.grading.box.supervisor import Box, missing_layer

NAMESPACES = linux.NEW_NS | linux.NEW_NET | linux.NEW_IPC | linux.NEW_UTS
HIDDEN = linux.MS_NOSUID | linux.MS_NODEV
LAYERS = [  # the call, one of its arguments and the value it has for this layer, and how the layer is called
    ("unshare", 0, linux.NEW_PID, "process namespace"),
    ("unshare", 0, NAMESPACES, "mount, network and ipc namespaces"),
    ("unshare", 0, linux.NEW_USER, "user namespace"),
    ("mount", 3, linux.MS_REC | linux.MS_PRIVATE, "mount namespace"),
    ("mount", 3, HIDDEN, "private tmpfs"),
    ("mount", 3, HIDDEN | linux.MS_BIND | linux.MS_REMOUNT | linux.MS_RDONLY, "read-only /run"),
    ("mount", 3, HIDDEN | linux.MS_NOEXEC, "proc of the process namespace"),
    ("setresuid", -1, 0, "uid of its own"),
    ("capset", -1, 0, "dropping capabilities"),
    ("prctl", 0, linux.PR_CAPBSET_DROP, "dropping capabilities"),
    ("prctl", 0, linux.PR_SET_NO_NEW_PRIVS, "no new privileges"),
    ("prctl", 0, linux.PR_SET_DUMPABLE, "own /proc entry"),
    ("prctl", 0, linux.PR_SET_PDEATHSIG, "end with the namespace"),
    ("prlimit64", 1, 9, r"limits \(RLIMIT_AS\)"),
    ("prlimit64", 1, 6, r"limits \(RLIMIT_NPROC\)"),
    ("prctl", 0, linux.PR_SET_SECCOMP, "seccomp"),
]
NOTHING = Profile(preload=())


@pytest.mark.parametrize(("call", "argument", "value", "layer"), LAYERS, ids=[layer[3] for layer in LAYERS])
def test_a_layer_that_fails_is_named(box, tmp_path, monkeypatch, call, argument, value, layer):
    """The kernel refuses one step: the box is refused with the step's name and the kernel's reason."""
    monkeypatch.setenv("PATH", forbid(tmp_path / "bin", call, argument, value)["PATH"])
    with Box(NOTHING) as forbidden, pytest.raises(LayerMissing, match=f"^{layer}: Operation not permitted$"):
        forbidden.wait_until_warm()


def test_a_filter_that_does_not_hold_is_found_out(box, tmp_path, monkeypatch):
    """The kernel takes the filter and does nothing with it, as one with wrong numbers would: tried, and refused."""
    environment = forbid(tmp_path / "bin", "prctl", 0, linux.PR_SET_SECCOMP, answer=0)
    monkeypatch.setenv("PATH", environment["PATH"])
    assert "refuses nothing" in missing_layer()


def test_a_layer_that_fails_for_one_submission_alone_is_named_too(box):
    """A limit that cannot be set: the box is there, and the submission does not start."""
    with pytest.raises(LayerMissing, match=r"^limits \(RLIMIT_AS\): "):
        box.open(Limits(memory=2**70))
    with box.open() as submission:
        assert submission.execute("1").status == "ok"


def test_a_machine_without_a_filter_is_refused(monkeypatch):
    """On an architecture that nobody has written the numbers down for, nothing runs without a filter."""
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    with pytest.raises(LayerMissing, match=r"seccomp: .*x86_64 and aarch64, none for 'riscv64'"):
        seccomp.install()
