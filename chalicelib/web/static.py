"""The booth's page at / and its files under /booth/, for one machine and as the origin of a content network.

Only files that lay in the booth's folder when the process started are served, by exact name: no path from outside is
ever joined to a folder. What must not enter: anything about what the files say.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .problem import Problem
from .route import Answer, Call, Routes

routes = Routes("화면")

FOLDER: Final = Path(__file__).resolve().parent.parent / "booth"
TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".wav": "audio/wav",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
}
CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=()",
}
_BINARY: Final = (".png", ".ico", ".woff2", ".wav", ".mp3", ".ogg")


@dataclass(frozen=True, slots=True)
class File:
    """One served file. `etag` is a hash of what it holds."""

    body: str | bytes
    content_type: str
    etag: str


@cache
def _names(folder: Path) -> dict[str, Path]:
    """Name below the folder -> file. Links, hidden files and unknown types are not served."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and path.suffix in TYPES and inside.as_posix()[0] != ".":
            found[inside.as_posix()] = path
    return found


_read: dict[Path, tuple[int, File]] = {}


def find(name: str, folder: Path | None = None) -> File | None:
    """The file of that exact name in the booth's or the given folder, read anew when it changed on disk; None when none
    is served under it."""
    folder = folder or FOLDER
    path = _names(folder).get(name)
    if path is None:
        _names.cache_clear()  # a file that was added since (development): look once more
        path = _names(folder).get(name)
    if path is None or not path.is_file():
        return None
    changed = path.stat().st_mtime_ns
    known = _read.get(path)
    if known is None or known[0] != changed:
        raw = path.read_bytes()
        body = raw if path.suffix in _BINARY else raw.decode("utf-8")
        known = changed, File(body, TYPES[path.suffix], hashlib.sha256(raw).hexdigest()[:24])
        _read[path] = known
    return known[1]


def serve(name: str, folder: Path | None = None) -> Answer:
    """The file as an answer, under the strict policy. Raises Problem `not_found`."""
    file = find(name, folder)
    if file is None:
        raise Problem("not_found")
    headers = dict(_HEADERS)
    if name == "sw.js":
        headers["Service-Worker-Allowed"] = "/"
    return Answer(file.body, content_type=file.content_type, etag=file.etag, headers=headers)


_TEXT: Final = {"type": "string"}


@routes.get("/", "첫 화면입니다", answers=_TEXT, media_type="text/html", files=True)
def page(call: Call) -> Answer:
    """The booth's page."""
    return serve("index.html")


@routes.get("/booth/{a}", "화면의 파일입니다", answers=_TEXT, media_type="*/*", files=True)
def file(call: Call) -> Answer:
    """A file of the booth."""
    return serve(call.params["a"])


@routes.get("/booth/{a}/{b}", "화면의 파일입니다", answers=_TEXT, media_type="*/*", files=True)
def file_below(call: Call) -> Answer:
    """A file of the booth, one folder down."""
    return serve(f"{call.params['a']}/{call.params['b']}")


@routes.get("/booth/{a}/{b}/{c}", "화면의 파일입니다", answers=_TEXT, media_type="*/*", files=True)
def file_deeper(call: Call) -> Answer:
    """A file of the booth, two folders down."""
    return serve(f"{call.params['a']}/{call.params['b']}/{call.params['c']}")
