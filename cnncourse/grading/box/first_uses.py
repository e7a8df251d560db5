"""What takes long the first time only, done in the warm process: a submission's first cell runs as fast as its second.

Half of the processor time of a short notebook was this: compiling the tokenizer's patterns, making the formatters of
the display hook, importing what an event loop needs. None of it leaves a trace in a submission's session.
"""

import sys

import IPython.core.logger  # noqa: F401 -- the shell imports it with its first cell
import tornado.platform.asyncio  # noqa: F401 -- the event loop of a submission's process imports it

from cnncourse.grading.box.kernel import BoxKernel


def use_everything_once(kernel: BoxKernel) -> None:
    """A silent cell, a value shown to nobody, a traceback that nobody reads."""
    shell = kernel.shell
    assert shell is not None  # the kernel has made it
    shell.run_cell("pass", silent=True, store_history=False)
    shell.display_formatter.format(0)
    try:
        raise KeyboardInterrupt
    except KeyboardInterrupt:  # an interrupt is in a hurry, and the first traceback takes ten times as long as others
        shell.InteractiveTB.structured_traceback(*sys.exc_info())
