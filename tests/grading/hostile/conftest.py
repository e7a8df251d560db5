"""One class for all attacks: each hostile student beside an honest neighbor, graded once, with witnesses outside."""

import os
import socket
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for the helpers beside the tests; importlib mode adds no path

from attacks import ATTACKS
from files import FILES
from toy_class import answered, grade, hand_in, points, release, statuses, write_course

from cnncourse.grading.box.supervisor import missing_layer

REPOSITORY = Path(__file__).resolve().parents[3]
SECONDS = 8


@dataclass
class Witness:
    """A port on loopback, over TCP and as an abstract socket, that remembers who came."""

    visits: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.local = socket.socket(socket.AF_UNIX)
        self.local.bind(f"\0witness-{self.port}")
        self.local.listen()
        for server, name in ((self.tcp, "tcp"), (self.local, "abstract")):
            threading.Thread(target=self._wait, args=(server, name), daemon=True).start()

    def _wait(self, server: socket.socket, name: str) -> None:
        while True:
            try:
                server.accept()
            except OSError:
                return
            self.visits.append(name)


@dataclass
class Graded:
    """What there is after grading."""

    course: Path
    witness: Witness
    file: Path
    output: str
    points: dict
    statuses: dict


@pytest.fixture(scope="session")
def graded(tmp_path_factory) -> Graded:
    missing = missing_layer()
    if missing and os.environ.get("CI"):
        pytest.fail(f"CI must be able to build a box; missing: {missing}")
    if missing:
        pytest.skip(f"no box can be built here; missing: {missing}")
    base = tmp_path_factory.mktemp("hostile")
    for folder in (base, *list(base.parents)[:2]):
        folder.chmod(0o755)  # nothing but the box keeps a student out of here
    course = write_course(base / "course", seconds=SECONDS)
    witness, file = Witness(), base / "witness"
    file.write_text("untouched")
    file.chmod(0o666)
    (course / ".cnncourse-secret").write_text("SECRET")
    places = {"course": str(course), "port": str(witness.port), "witness": str(file), "repository": str(REPOSITORY)}

    def filled(text: str) -> str:
        for name, value in places.items():
            text = text.replace("{" + name + "}", value)
        return text

    for student in ("a-neighbor", "neighbor", "z-neighbor"):
        hand_in(course, student, answered(course))
    for attack in ATTACKS:
        answers = {name: filled(text) for name, text in attack.answers.items()}
        hand_in(course, attack.name, answered(course, answers, filled(attack.first), filled(attack.last)))
    for made in FILES:
        path = hand_in(course, made.name, b"")
        made.write(path, release(course), answered(course))
    run = grade(course)
    return Graded(course, witness, file, run.stdout + run.stderr, points(course), statuses(course))
