"""Serving a recorder over HTTP until it is told to stop."""

import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from emulator.addresses import base_url
from emulator.clock import Clock
from emulator.open_files import allow_open_files
from emulator.recording.file import RecordingFile
from emulator.recording.masking import Masking
from emulator.recording.recorder import MOST_BYTES, Recorder
from emulator.recording.upstream import Upstream
from emulator.serving.limits import Limits
from emulator.serving.server import Server

# So many calls are under way at once; the next wait.
_THREADS = 64


def record_calls(url: str, path: Path, listening: socket.socket, *, host: str, timeout: float) -> int:
    """Record until SIGTERM or Ctrl-C, and tell how many exchanges were kept; raise RecordingError before anything is served."""
    clock = Clock()
    shown = Masking().target(url)
    file = RecordingFile(path, began=clock.now(), upstream=shown)
    try:
        upstream = Upstream(url, timeout=timeout)
        limits = Limits(max_body_bytes=MOST_BYTES)
        allow_open_files(limits.max_connections)
        base = base_url(host, listening.getsockname()[1])
        ready = f"recording  SOAP {base}{urlsplit(url).path or '/'} -> {shown}  to {path}"
        recorder = Recorder(upstream, file, clock=clock, tell=_tell)
        Server(recorder, listening, limits, threads=lambda: _THREADS).run(lambda: print(ready, flush=True))
        upstream.close()
    finally:
        file.close()
    return file.kept


def _tell(text: str) -> None:
    print(f"emulator: {text}", file=sys.stderr, flush=True)
