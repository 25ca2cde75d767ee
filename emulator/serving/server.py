"""One process that serves: it accepts clients until it is told to stop, and then finishes what is under way."""

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING

from emulator.serving.connection import Connection
from emulator.serving.limits import Limits
from emulator.serving.pending import Group, Pending

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

STOPS_WITHIN = 10.0
# So many clients beyond max_connections get an answer that says so; the next are cut off.
_TOLD_SO = 256
# Bytes that are read at once.
_INCOMING = 64 * 1024


class Server:
    """Serve an application on a socket that listens already; ``threads`` tells how many calls may be under way in
    threads of their own now, because they wait for somebody else; with 0 they take turns."""

    def __init__(
        self,
        application: "WSGIApplication",
        listening: socket.socket,
        limits: Limits,
        *,
        threads: Callable[[], int] = lambda: 0,
        group: Callable[[], Group | None] = lambda: None,
        stops_within: float = STOPS_WITHIN,
    ) -> None:
        self._application = application
        self._listening = listening
        self._limits = limits
        self._stops_within = stops_within
        self._connections: set[Connection] = set()
        self._incoming = memoryview(bytearray(_INCOMING))
        self._arriving: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._loop = asyncio.SelectorEventLoop()
        self._pending = Pending(self._loop, most=limits.max_pending, threads=threads, group=group)

    def run(self, ready: Callable[[], object], *, lifeline: int | None = None) -> None:
        """Serve until SIGTERM or Ctrl-C, and ``stops_within`` seconds longer at most; call ``ready`` when requests succeed.

        ``lifeline`` is a pipe to read from: when its other end is closed, by whoever held it or by its death, this stops too.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._signalled)
        if lifeline is not None:
            self._loop.add_reader(lifeline, self._orphaned, lifeline)
        try:
            self.serve(ready)
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)  # it ends already

    def serve(self, ready: Callable[[], object]) -> None:
        """Serve, in whatever thread, until somebody says stop; call ``ready`` when requests succeed."""
        self._listening.setblocking(False)
        self._loop.add_reader(self._listening, self._accept)
        self._loop.call_soon(ready)
        self._loop.call_soon(self._look)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def stop(self) -> None:
        """Finish the calls under way, and end then; from any thread."""
        with suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(self._stop)

    def _orphaned(self, lifeline: int) -> None:
        self._loop.remove_reader(lifeline)
        self._signalled()

    def _signalled(self, *_: object) -> None:
        # A call that never ends would keep the loop from it; so this does not depend on the loop.
        timer = Timer(self._stops_within, os._exit, (0,))
        timer.daemon = True
        timer.start()
        self.stop()

    def _stop(self) -> None:
        if self._stopping:
            return
        self._stopping = True
        self._loop.remove_reader(self._listening)
        self._listening.close()
        for connection in tuple(self._connections):
            connection.stop()
        self._end_when_idle()

    def _end_when_idle(self) -> None:
        if self._connections or self._arriving:
            self._loop.call_later(0.01, self._end_when_idle)
        else:
            self._loop.stop()

    def _look(self) -> None:
        """Look at each client from time to time; a timer for each request would cost more than the request is worth."""
        now = self._loop.time()
        for connection in tuple(self._connections):
            connection.look(now)
        shortest = min(self._limits.client_timeout, self._limits.idle_timeout)
        self._loop.call_later(min(0.5, shortest / 4), self._look)

    def _accept(self) -> None:
        # One at a time: a process that shares its socket leaves the next client to the others.
        try:
            client, _ = self._listening.accept()
        except (BlockingIOError, ConnectionAbortedError, InterruptedError):
            return
        except OSError:
            # No more files may be open: who knocks now waits until some are closed.
            self._loop.remove_reader(self._listening)
            self._loop.call_later(0.1, self._accept_again)
            return
        arriving = self._loop.create_task(self._connect(client))
        self._arriving.add(arriving)
        arriving.add_done_callback(self._arriving.discard)

    def _accept_again(self) -> None:
        if not self._stopping:
            self._loop.add_reader(self._listening, self._accept)

    async def _connect(self, client: socket.socket) -> None:
        here = len(self._connections)
        if here >= self._limits.max_connections + _TOLD_SO or self._stopping:
            client.close()
            return
        client.setblocking(False)
        welcome = here < self._limits.max_connections
        connection = Connection(
            self._application, self._pending, self._limits, self._connections, incoming=self._incoming, welcome=welcome
        )
        try:
            await self._loop.connect_accepted_socket(lambda: connection, client)
        except OSError:  # it has gone again
            self._connections.discard(connection)
