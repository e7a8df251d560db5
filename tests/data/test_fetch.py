"""Downloads: checked, kept, resumed by hand, and refused in words. Files are made here and served on loopback."""

import gzip
import hashlib
import http.server
import io
import tarfile
import threading

import numpy as np
import pytest

from cnncourse.data import DownloadError, downloaded, fetch, load_cifar10, load_mnist
from cnncourse.data import fetch as fetch_module


def test_package_exports_do_not_shadow_the_module():
    """`cnncourse.data.fetch` is the module that the tests below patch."""
    assert fetch is fetch_module
    assert callable(fetch.fetch)


@pytest.fixture
def server(tmp_path):
    """A folder served on loopback, the address of the server, and the list of paths asked for."""
    folder = tmp_path / "served"
    folder.mkdir()
    asked = []

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *args):
            super().__init__(*args, directory=str(folder))

        def do_GET(self):
            asked.append(self.path)
            super().do_GET()

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{running.server_port}/", asked
        running.shutdown()
        thread.join()


def sha256(content):
    """Hexadecimal checksum of bytes."""
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_downloaded_once_and_then_kept(server, tmp_path):
    """The second fetch of a file asks the server for nothing."""
    folder, address, asked = server
    (folder / "a.bin").write_bytes(b"hello")
    for _ in range(2):
        path = fetch.fetch("a.bin", [address + "a.bin"], sha256(b"hello"), folder=tmp_path / "cache", progress=False)

    assert path.read_bytes() == b"hello"
    assert asked == ["/a.bin"]


def test_a_wrong_file_is_refused_and_not_kept(server, tmp_path):
    """A file with another checksum is an error that says so, and nothing is left in the cache."""
    folder, address, _ = server
    (folder / "a.bin").write_bytes(b"tampered")
    with pytest.raises(DownloadError, match="not the one expected"):
        fetch.fetch("a.bin", [address + "a.bin"], sha256(b"hello"), folder=tmp_path / "cache", progress=False)

    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_copy_is_replaced(server, tmp_path):
    """A cached file whose checksum is wrong is downloaded again."""
    folder, address, _ = server
    (folder / "a.bin").write_bytes(b"hello")
    (tmp_path / "a.bin").write_bytes(b"hel")
    path = fetch.fetch("a.bin", [address + "a.bin"], sha256(b"hello"), folder=tmp_path, progress=False)

    assert path.read_bytes() == b"hello"


def test_the_second_address_is_tried_when_the_first_fails(server, tmp_path):
    """A missing file (404) at the first address is no error if the second has it."""
    folder, address, asked = server
    (folder / "b.bin").write_bytes(b"hello")
    addresses = [address + "gone.bin", address + "b.bin"]
    fetch.fetch("b.bin", addresses, sha256(b"hello"), folder=tmp_path, progress=False)

    assert asked == ["/gone.bin"] * fetch.ATTEMPTS + ["/b.bin"]


def test_without_a_network_the_error_says_what_to_do(tmp_path):
    """A refused connection names the file, the address, the checksum and the data sets that need no network."""
    with pytest.raises(DownloadError) as caught:
        fetch.fetch("a.bin", ["http://127.0.0.1:9/a.bin"], "0" * 64, folder=tmp_path, progress=False)

    message = str(caught.value)
    for part in ("a.bin", "http://127.0.0.1:9/", "sha256 " + "0" * 64, "CNNCOURSE_DATA", "make_shapes"):
        assert part in message


def test_the_cache_folder_can_be_chosen(monkeypatch, tmp_path):
    """CNNCOURSE_DATA wins over the user's cache folder."""
    monkeypatch.setenv("CNNCOURSE_DATA", str(tmp_path / "mine"))

    assert fetch.cache_folder() == tmp_path / "mine"


def test_progress_is_shown_on_standard_error_and_a_failure_ends_the_bar(server, tmp_path, capsys):
    """The bar names the file and its size; after a failed attempt the next one can draw its own."""
    folder, address, _ = server
    (folder / "a.bin").write_bytes(b"x" * 5000)
    addresses = [address + "gone.bin", address + "a.bin"]
    fetch.fetch("a.bin", addresses, sha256(b"x" * 5000), folder=tmp_path)
    captured = capsys.readouterr()

    assert "a.bin" in captured.err
    assert "5.0/5.0 kB" in captured.err
    assert captured.out == ""


def idx(array):
    """A gzipped IDX file of unsigned bytes."""
    head = b"\x00\x00\x08" + bytes([array.ndim]) + np.array(array.shape, ">u4").tobytes()
    return gzip.compress(head + array.astype(np.uint8).tobytes())


def test_mnist_is_read_as_images_and_labels(server, tmp_path, monkeypatch):
    """Files in MNIST's format come out as float32 N 1 H W in [0, 1] and int64 labels."""
    folder, address, _ = server
    pixels = np.arange(2 * 28 * 28).reshape(2, 28, 28) % 256
    files = {}
    for part, array in (("images", pixels), ("labels", np.array([7, 2]))):
        content = idx(array)
        (folder / f"{part}.gz").write_bytes(content)
        files["test", part] = (f"{part}.gz", sha256(content))
    monkeypatch.setattr(downloaded, "MNIST_FILES", files)
    monkeypatch.setattr(downloaded, "MNIST_ADDRESSES", (address,))
    images, labels = load_mnist("test", folder=tmp_path, progress=False)

    assert images.dtype == np.float32
    np.testing.assert_allclose(images[:, 0] * 255, pixels, atol=1e-4)
    np.testing.assert_array_equal(labels, [7, 2])


def test_cifar10_is_read_channel_by_channel(server, tmp_path, monkeypatch):
    """Records of label, red, green, blue come out as float32 N 3 32 32; the test batch is not in the training set."""
    folder, address, _ = server
    rng = np.random.default_rng(0)
    batches = {f"data_batch_{k}.bin": rng.integers(0, 256, (2, 3073)) for k in (1, 2)}
    batches["test_batch.bin"] = rng.integers(0, 256, (1, 3073))
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, records in batches.items():
            records[:, 0] %= 10
            info = tarfile.TarInfo(f"cifar-10-batches-bin/{name}")
            content = records.astype(np.uint8).tobytes()
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    (folder / "c.tar.gz").write_bytes(buffer.getvalue())
    monkeypatch.setattr(downloaded, "CIFAR10_FILE", ("c.tar.gz", sha256(buffer.getvalue())))
    monkeypatch.setattr(downloaded, "CIFAR10_ADDRESSES", (address,))
    images, labels = load_cifar10("train", folder=tmp_path, progress=False)
    expected = np.concatenate([batches["data_batch_1.bin"], batches["data_batch_2.bin"]])

    assert images.shape == (4, 3, 32, 32)
    np.testing.assert_array_equal(labels, expected[:, 0])
    np.testing.assert_allclose(images[:, 1, 0, 0] * 255, expected[:, 1 + 1024], atol=1e-4)
    assert len(load_cifar10("test", folder=tmp_path, progress=False)[1]) == 1


def test_something_else_than_idx_is_refused(tmp_path):
    """An HTML page in place of the file is named as such, not decoded into noise."""
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(b"<html>"))
    with pytest.raises(ValueError, match=r"x\.gz is no IDX file"):
        downloaded.read_idx(path)


def test_an_unknown_split_is_refused():
    """'valid' is not a split of either set."""
    for load in (load_mnist, load_cifar10):
        with pytest.raises(ValueError, match="split expects 'train' or 'test', got 'valid'"):
            load("valid")
