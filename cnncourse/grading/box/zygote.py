"""The warm process: has imported what submissions need, forks one monitor for each, and runs none of their code.

Started inside bubblewrap as `python -m cnncourse.grading.box.zygote DESCRIPTOR`. Over the inherited socket it gets one
JSON object that says what to import, and then one for each submission, together with two descriptors: the control
socket of the monitor and the data socket of the student's process.
"""

import gc
import importlib
import json
import os
import socket
import sys
from pathlib import Path

from cnncourse.grading.box import monitor
from cnncourse.grading.box.channel import Channel

ORDER_BYTES = 65536
ONE_UID = 1_800_000_000  # where a root grader's submissions get their uids: far from anybody's


def submission_uid(slot: int) -> int:
    """A uid for one submission, of those this namespace has: not root's, where there is another."""
    start, _, count = (int(field) for field in Path("/proc/self/uid_map").read_text().splitlines()[-1].split())
    return start if count == 1 else min(start + count - 1000, ONE_UID) + slot % 900


def warm_up(names: list[str]) -> None:
    """Import modules, and forget which warnings they gave: a submission must see them as for the first time."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # the submission gets the same error in its own cell
            continue
    for module in list(sys.modules.values()):
        vars(module).get("__warningregistry__", {}).clear()  # not getattr: torch.ops makes what it is asked for


def reap() -> None:
    """Bury the monitors that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def serve(link: socket.socket, kernel, sandboxed: bool) -> None:
    """Fork a monitor for each order, until the supervisor hangs up."""
    from cnncourse.grading.box import child

    for slot in range(sys.maxsize):
        text, descriptors, _, _ = socket.recv_fds(link, ORDER_BYTES, 2)
        reap()
        if not text:
            return
        order = json.loads(text) | {"sandboxed": sandboxed}
        order["owner"] = submission_uid(slot) if sandboxed else os.getuid()
        control, data = (socket.socket(fileno=descriptor) for descriptor in descriptors)
        if os.fork() == 0:
            link.close()

            def student(sock: socket.socket, limits=order["limits"]) -> None:
                child.main(kernel, Channel(sock, limits["message"]), limits["output"])

            monitor.Monitor(control, data, order, student).run()
        control.close()
        data.close()


def main() -> None:
    """Warm up, say so, and serve."""
    link = socket.socket(fileno=int(sys.argv[1]))
    orders = json.loads(link.recv(ORDER_BYTES))
    from cnncourse.grading.box.first_uses import use_everything_once
    from cnncourse.grading.box.kernel import make_kernel

    kernel = make_kernel()
    use_everything_once(kernel)
    warm_up(orders["preload"])
    gc.collect()
    gc.freeze()
    link.send(b'{"warm": true}')
    serve(link, kernel, orders["sandboxed"])
    os._exit(0)  # somebody waits for the end, and there is nothing to tidy up


if __name__ == "__main__":
    main()
