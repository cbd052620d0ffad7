"""The lab's files, served on this machine to the frame in a notebook's cell."""

from __future__ import annotations

import atexit
import threading
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from ._errors import QntkError
from ._node_path import PROGRAM

LAB = PROGRAM.parent / "lab"
HOSTS = ("localhost", "127.0.0.1")
# Notebooks on this machine may frame the page, and editors that show notebooks.
FRAMED_BY = "http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:* vscode-webview: vscode-file:"
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    f"base-uri 'none'; form-action 'none'; frame-ancestors {FRAMED_BY}"
)


class Handler(SimpleHTTPRequestHandler):
    """Reads of files in one folder, asked for under a name of this machine."""

    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
        ".woff2": "font/woff2",
        ".svg": "image/svg+xml",
        ".webmanifest": "application/manifest+json",
    }

    def do_GET(self) -> None:
        if self._is_here():
            super().do_GET()

    def do_HEAD(self) -> None:
        if self._is_here():
            super().do_HEAD()

    def _is_here(self) -> bool:
        host, _, _ = self.headers.get("Host", "").partition(":")
        if host in HOSTS:
            return True
        self.send_error(403, "not a name of this machine")
        return False

    def list_directory(self, path: Any) -> None:
        self.send_error(404, "no such file")

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Says nothing in the cell."""


@lru_cache
def lab_url() -> str:
    """The address of the lab; the first call starts its server, which ends with Python."""
    if not (LAB / "index.html").exists():
        raise QntkError(f"{LAB} is not there: `npm run wheel` in a clone makes it, and every wheel has it.")
    return serve(LAB)


def serve(folder: Path) -> str:
    """Serves a folder to this machine alone."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="qntk lab", daemon=True).start()
    atexit.register(server.shutdown)
    return f"http://127.0.0.1:{server.server_port}/"
