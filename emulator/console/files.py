"""The files of the page: scripts and styles, under a name that changes with what is in them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes with their content type and their ETag."""

    content: bytes
    content_type: str
    etag: str


@cache
def files() -> dict[str, File]:
    """Read all of them, once, by name."""
    return {path.name: _file(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


@cache
def version() -> str:
    """Name what is in all of them: scripts fetch each other from the same folder, and none is ever an old one."""
    return hashlib.sha256("".join(file.etag for file in files().values()).encode()).hexdigest()[:12]


def _file(path: Path) -> File:
    content = path.read_bytes()
    return File(content=content, content_type=_TYPES[path.suffix], etag=hashlib.sha256(content).hexdigest()[:20])
