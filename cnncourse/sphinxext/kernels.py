"""The kernels that run the pages speak to the build in cipher: ipykernel warns, page by page, where they do not."""

from collections.abc import Iterator
from contextlib import contextmanager

import jupyter_client
from traitlets import default


class EncryptedKernelManager(jupyter_client.AsyncKernelManager):
    """Provides CurveZMQ keys to every kernel that can use them."""

    @default("transport_encryption")
    def _encrypt_where_possible(self) -> str:
        return "auto"


@contextmanager
def encrypted_kernels() -> Iterator[None]:
    """While this lasts, notebooks are run by `EncryptedKernelManager`.

    Neither myst-nb nor jupyter-cache passes an option on to nbclient, which asks jupyter_client for its class by name.
    """
    usual = jupyter_client.AsyncKernelManager
    jupyter_client.AsyncKernelManager = EncryptedKernelManager  # type: ignore[misc]
    try:
        yield
    finally:
        jupyter_client.AsyncKernelManager = usual  # type: ignore[misc]
