"""Download a file once, check it, keep it: the one way in which data comes over the network."""

import importlib.util
import os
from pathlib import Path

from cnncourse.progress import ByteBar

ATTEMPTS = 3  # of each address; a dropped connection in the middle of a large file is common


class DownloadError(RuntimeError):
    """A file could not be had: no network, no such address, or a file that is not the one expected."""


def cache_folder() -> Path:
    """Where downloads are kept: ``$CNNCOURSE_DATA`` if it is set, else the user's cache folder."""
    chosen = os.environ.get("CNNCOURSE_DATA")
    if chosen:
        return Path(chosen).expanduser()
    return Path(_pooch().os_cache("cnncourse"))


def fetch(name: str, addresses: list[str], sha256: str, *, folder: Path | None = None, progress: bool = True) -> Path:
    """The path of a checked local copy of a file, downloaded if it is not there yet.

    A copy whose checksum is right is used without any network. A download goes to a temporary file first and is
    moved into place when its checksum is right, so an interruption leaves no half file behind.

    Args:
        name: file name in the cache folder.
        addresses: URLs of the same file, tried in this order.
        sha256: checksum, hexadecimal.
        folder: where to keep the file; `cache_folder` if not given.
        progress: show a progress bar on standard error (needs rich; without it the download is silent).

    Raises:
        DownloadError: if no address gives a file with this checksum; the message lists what happened at each.
    """
    pooch = _pooch()
    folder = folder or cache_folder()
    target = folder / name
    if target.exists() and pooch.file_hash(str(target)) == sha256:
        return target
    problems = []
    for address in addresses:
        for _ in range(ATTEMPTS):
            try:
                with ByteBar(name, shown=progress and _has_rich()) as bar:
                    downloader = pooch.HTTPDownloader(progressbar=bar, timeout=30)
                    pooch.retrieve(address, sha256, fname=name, path=folder, downloader=downloader)
                return target
            except ValueError as error:  # pooch: the checksum does not match; asking again gives the same file
                problems.append(f"{address}: the file is not the one expected ({error})")
                break
            except OSError as error:  # requests' errors are OSErrors: no route, refused, timed out, 404
                problem = f"{address}: {error}"
        else:
            problems.append(problem)
    listing = "\n  ".join(problems)
    raise DownloadError(
        f"Could not download {name} to {folder}:\n  {listing}\n"
        f"Without a network, put the file there yourself (sha256 {sha256}), or set CNNCOURSE_DATA to a folder "
        "that has it. The data sets load_digits, make_shapes and load_photographs need no download."
    )


def _pooch():
    try:
        import pooch
    except ImportError as error:
        raise ImportError("downloading data needs pooch: pip install 'cnncourse[book]'") from error
    pooch.get_logger().setLevel("WARNING")  # the progress bar says enough
    return pooch


def _has_rich() -> bool:
    return importlib.util.find_spec("rich") is not None
