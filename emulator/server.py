"""Serving an emulator over HTTP: in this process, or in several that share a state."""

import gc
import logging
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from threading import Lock

from emulator.app import Emulator, create_emulator
from emulator.front import Watch
from emulator.open_files import allow_open_files
from emulator.open_page import open_page
from emulator.serving.limits import Limits
from emulator.serving.pending import Group
from emulator.serving.server import Server
from emulator.settings import Settings

_THREADS = 64


def serve(settings: Settings, listening: socket.socket, *, ready: str, opens: str | None = None) -> None:
    """Serve until SIGTERM or Ctrl-C; print ``ready`` once requests succeed, and open a page where one is named.

    Raise what create_emulator raises.
    """
    allow_open_files(settings.max_connections)

    def say_so() -> None:
        print(ready, flush=True)
        if opens is not None:
            open_page(opens)

    if settings.workers == 1:
        _serve_here(settings, listening, say_so)
        return
    from emulator.serving.workers import Workers  # only several need it, and the start must be quick

    def work(begun: Callable[[], object], *, first: bool, lifeline: int) -> None:
        try:
            _serve_here(settings, listening, begun, joining=not first, lifeline=lifeline)
        except ValueError as error:
            print(f"emulator: {error}", file=sys.stderr)
            sys.exit(2)

    sys.exit(Workers(work).run(settings.workers, say_so))


def limits_of(settings: Settings) -> Limits:
    """Give what the settings of the server allow."""
    return Limits(
        max_body_bytes=settings.max_body_bytes,
        max_header_bytes=settings.max_header_bytes,
        max_headers=settings.max_headers,
        max_pending=settings.max_pending,
        max_connections=settings.max_connections,
        client_timeout=settings.client_timeout,
        idle_timeout=settings.idle_timeout,
    )


def _serve_here(
    settings: Settings,
    listening: socket.socket,
    begun: Callable[[], object],
    *,
    joining: bool = False,
    lifeline: int | None = None,
) -> None:
    delays = Delays()
    emulator = create_emulator(settings, joining=joining, sleep=delays.sleep, watching=_log(settings))
    # What is there now stays; to look for garbage in it takes 30 ms every so often, and seconds with a million work items.
    gc.freeze()
    gc.enable()
    try:
        server_of(emulator, listening, delays).run(begun, lifeline=lifeline)
    finally:
        emulator.close()


def _log(settings: Settings) -> list[Watch]:
    if settings.log == "none":
        return []
    from emulator.log_lines import LogLines  # few want them, and the start must be quick

    lines = LogLines(settings.log)
    # What goes wrong is told in the same form, in the place of Python's own.
    logging.basicConfig(handlers=[lines.handler()], level=logging.WARNING)
    return [lines.add]


def server_of(emulator: Emulator, listening: socket.socket, delays: "Delays") -> Server:
    """Make the server of an emulator whose ``sleep`` is that of ``delays``."""
    threads = partial(_threads, emulator, delays)
    group = partial(_group, emulator, delays)
    return Server(emulator.wsgi, listening, limits_of(emulator.settings), threads=threads, group=group)


class Delays:
    """Wait, and know how many do; what is not ``timed`` takes no time."""

    def __init__(self, *, timed: bool = True) -> None:
        self.now = 0
        self.timed = timed
        self._lock = Lock()

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        if not self.timed:
            return
        self._count(1)
        time.sleep(seconds)
        self._count(-1)

    def _count(self, change: int) -> None:
        with self._lock:
            self.now += change


def _threads(emulator: Emulator, delays: Delays) -> int:
    """Tell how many calls may wait for somebody else now: for another Scheduling system, a database, or as was ordered."""
    settings = emulator.settings
    if settings.upstream or emulator.waits:
        return _THREADS
    # A process has one transaction of a database at a time, and what waits meanwhile is done together in the next.
    return min(_THREADS, 1 + delays.now) if settings.state.startswith("postgres") else 0


def _group(emulator: Emulator, delays: Delays) -> Group | None:
    """Give a group where calls may be made together: none of them waits for anybody but the database."""
    alone = emulator.settings.upstream or delays.now or emulator.waits
    return None if alone else emulator.store.group()
