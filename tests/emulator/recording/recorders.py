"""A recorder on a port of its own, before whatever is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any

from emulator.clock import Clock
from emulator.listening import listen
from emulator.recording.file import RecordingFile
from emulator.recording.recorder import Recorder
from emulator.recording.upstream import Upstream
from emulator.serving.limits import Limits
from emulator.serving.server import Server
from tests.emulator.scheduling.items import NOW


@dataclass
class Recording:
    """Where a recorder listens, what it keeps, and what it told a person."""

    url: str
    path: Path
    clock: Clock
    told: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The exchanges, without the lines that a recording begins with."""
        return [line for line in map(json.loads, self.text.splitlines()) if "recording" not in line]


@contextmanager
def recording(upstream: str, path: Path, *, timeout: float = 30, clock: Clock | None = None) -> Iterator[Recording]:
    clock = clock or Clock.frozen_at(NOW)
    file = RecordingFile(path, began=clock.now(), upstream=upstream)
    with listen("127.0.0.1", 0) as listening:
        found = Recording(f"http://127.0.0.1:{listening.getsockname()[1]}", path, clock)
        recorder = Recorder(Upstream(upstream, timeout=timeout), file, clock=clock, tell=found.told.append)
        server, ready = Server(recorder, listening, Limits(), threads=lambda: 8), Event()
        thread = Thread(target=server.serve, args=(ready.set,), daemon=True)
        thread.start()
        ready.wait()
        try:
            yield found
        finally:
            server.stop()
            thread.join()
            file.close()
