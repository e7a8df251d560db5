"""The built site as its host will serve it: under the repository's name, compressed, unknown pages as 404.html."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".txt"}


class SiteHandler(SimpleHTTPRequestHandler):
    """Serves `directory` below the path `prefix` and says nothing."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args, prefix: str, **kwargs) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer with the file, compressed where that helps; with 404.html where there is none."""
        name = self.path.split("?")[0].split("#")[0]
        file = Path(self.directory) / name.removeprefix(self.prefix)
        if file.is_dir():
            file = file / "index.html"
        found = name.startswith(self.prefix) and file.is_file()
        shown = file if found else Path(self.directory) / "404.html"
        body = shown.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(shown)))
        if shown.suffix in COMPRESSED:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Cache-Control", "max-age=600")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def serve(site: Path, prefix: str = "/cnncourse/") -> Iterator[str]:
    """Serve `site` on a free port of the loopback; gives the address that ends in `prefix`."""
    handler = partial(SiteHandler, prefix=prefix, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
