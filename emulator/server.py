"""Serving an emulator over HTTP: granian, one worker, and word when requests will succeed."""

import os
import signal
import socket
import sys
import time
from threading import Thread, main_thread
from types import FrameType
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces

from emulator.app import create_emulator
from emulator.broken_connections import breaking_connections
from emulator.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# With the embedded system a second thread would only wait for the first (measured); with an upstream, threads wait for it.
_THREADS, _THREADS_WITH_UPSTREAM = 1, 64
_STOPS_WITHIN = 10


def serve(settings: Settings, *, address: str, port: int, ready: str) -> None:
    """Serve until SIGTERM or Ctrl-C; print ``ready`` once requests succeed.

    ``address`` is in numbers. Raise what create_emulator raises.
    """
    worker = Worker(settings, (address, port), ready)
    server = Granian(
        "emulator",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS_WITH_UPSTREAM if settings.upstream else _THREADS,
        workers_kill_timeout=_STOPS_WITHIN,
        log_enabled=False,
    )
    try:
        server.serve(target_loader=worker.start, wrap_loader=False)
    except SystemExit:
        # Whoever stops the whole process group stops the worker too, and granian takes one that goes first for one that failed.
        if not server.interrupt_signal:
            sys.exit("emulator: the worker process ended by itself")


class Worker:
    """What granian's worker process runs: an emulator, made before the fork; where there is no fork, made again."""

    def __init__(self, settings: Settings, address: tuple[str, int], ready: str) -> None:
        self._settings = settings
        self._address = address
        self._ready = ready
        self._emulator = create_emulator(settings)

    def __reduce__(self) -> tuple[Any, ...]:
        return Worker, (self._settings, self._address, self._ready)

    def start(self) -> "WSGIApplication":
        """Begin to watch, in the worker, and give what granian calls. Threads before a fork would be a danger."""
        _stop_once()
        Thread(target=self._announce, daemon=True).start()
        Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
        return self.wsgi()

    def wsgi(self) -> "WSGIApplication":
        """Give the application as it is served."""
        return breaking_connections(self._emulator.wsgi)

    def _announce(self) -> None:
        while not _healthy(self._address):
            time.sleep(0.005)
        print(self._ready, flush=True)


def _stop_once() -> None:
    # Ctrl-C, and whoever stops the whole process group, signals the worker, and so does its parent then. A worker of granian
    # that gets a second signal while it handles the first waits for itself for ever. So signals wait, and one is handed on.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main = main_thread().ident or 0

    def stop(_number: int, frame: FrameType | None) -> None:
        granians = signal.getsignal(signal.SIGTERM)
        if callable(granians):
            granians(signal.SIGTERM, frame)

    def wait() -> None:
        signal.sigwait({signal.SIGTERM})
        signal.pthread_kill(main, signal.SIGUSR1)

    signal.signal(signal.SIGUSR1, stop)
    Thread(target=wait, daemon=True).start()


def _end_with(parent: int) -> None:
    # A parent that was killed takes no leave of its worker, which would hold the port for ever.
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def _healthy(address: tuple[str, int]) -> bool:
    try:
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(b"GET /_emulator/health HTTP/1.1\r\nHost: emulator\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200 ")
    except OSError:
        return False
