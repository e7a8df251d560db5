"""MNIST and CIFAR-10: downloaded on first use, checked, and read without unpickling anything."""

import gzip
import tarfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnncourse.data.fetch import fetch

MNIST_ADDRESSES = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
MNIST_FILES = {  # (split, part): (file name, sha256)
    ("train", "images"): (
        "train-images-idx3-ubyte.gz",
        "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    ),
    ("train", "labels"): (
        "train-labels-idx1-ubyte.gz",
        "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    ),
    ("test", "images"): (
        "t10k-images-idx3-ubyte.gz",
        "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    ),
    ("test", "labels"): (
        "t10k-labels-idx1-ubyte.gz",
        "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    ),
}
CIFAR10_ADDRESSES = ("https://www.cs.toronto.edu/~kriz/",)
CIFAR10_FILE = (  # the binary version: the Python version is pickles, which run code when read
    "cifar-10-binary.tar.gz",
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)
CIFAR10_CLASSES = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")

Images = tuple[NDArray[np.float32], NDArray[np.int64]]


def load_mnist(split: str = "train", *, folder: Path | None = None, progress: bool = True) -> Images:
    """MNIST (LeCun, Cortes and Burges): 60,000 training or 10,000 test images of handwritten digits.

    Returns:
        images, float32 (N, 1, 28, 28) in [0, 1], and labels, int64 (N,).

    Raises:
        ValueError: for a split other than "train" or "test".
        DownloadError: without a network, if the files are not in the cache.
    """
    parts = []
    for part in ("images", "labels"):
        name, sha256 = MNIST_FILES[_known(split), part]
        path = fetch(name, [base + name for base in MNIST_ADDRESSES], sha256, folder=folder, progress=progress)
        parts.append(read_idx(path))
    images, labels = parts
    return images[:, None].astype(np.float32) / np.float32(255), labels.astype(np.int64)


def load_cifar10(split: str = "train", *, folder: Path | None = None, progress: bool = True) -> Images:
    """CIFAR-10 (Krizhevsky, 2009): 50,000 training or 10,000 test color images of `CIFAR10_CLASSES`.

    Returns:
        images, float32 (N, 3, 32, 32) in [0, 1], and labels, int64 (N,).

    Raises:
        ValueError: for a split other than "train" or "test".
        DownloadError: without a network, if the file is not in the cache.
    """
    wanted = "test_batch" if _known(split) == "test" else "data_batch"
    name, sha256 = CIFAR10_FILE
    path = fetch(name, [base + name for base in CIFAR10_ADDRESSES], sha256, folder=folder, progress=progress)
    with tarfile.open(path) as archive:
        members = [m for m in archive.getmembers() if wanted in m.name and m.name.endswith(".bin")]
        texts = [archive.extractfile(m) for m in sorted(members, key=lambda member: member.name)]
        content = b"".join(text.read() for text in texts if text is not None)
    # a record is one label byte, then 1,024 bytes each of red, green and blue, row by row
    records = np.frombuffer(content, np.uint8).reshape(-1, 1 + 3 * 32 * 32)
    images = records[:, 1:].reshape(-1, 3, 32, 32).astype(np.float32) / np.float32(255)
    return images, records[:, 0].astype(np.int64)


def read_idx(path: Path) -> NDArray[np.uint8]:
    """The array in a gzipped IDX file of unsigned bytes (MNIST's format: big-endian magic, sizes, values).

    Raises:
        ValueError: if the file is something else.
    """
    content = gzip.decompress(path.read_bytes())
    if len(content) < 4 or content[:3] != b"\x00\x00\x08":
        raise ValueError(f"{path.name} is no IDX file of unsigned bytes: it starts with {content[:4]!r}")
    rank = content[3]
    shape = np.frombuffer(content, ">u4", count=rank, offset=4).astype(int)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def _known(split: str) -> str:
    if split not in ("train", "test"):
        raise ValueError(f"split expects 'train' or 'test', got {split!r}")
    return split
