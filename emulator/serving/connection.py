"""One client: its requests, one after the other, and the answers, with a limit to all that it may keep us waiting for."""

import asyncio
from collections.abc import Iterable
from enum import Enum, auto
from math import inf
from typing import TYPE_CHECKING, Any, cast

from emulator.serving.answer import Answer, refusal
from emulator.serving.body import TooLarge
from emulator.serving.head import BadRequest, Head
from emulator.serving.limits import Limits
from emulator.serving.pending import RETRY, Pending
from emulator.serving.requests import Requests

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Stage(Enum):
    """What a connection is at."""

    READING = auto()
    ANSWERING = auto()  # the call waits, is under way, or its answer is being written
    ENDING = auto()  # all is said; what still comes is thrown away


class Connection(asyncio.BufferedProtocol):
    """Read a request, let it be answered, write the answer, and begin again.

    What comes goes through ``incoming``, which all connections of a loop share: it is emptied before another is read. To make
    a place of asyncio's size for each request takes longer than to read it.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        pending: Pending,
        limits: Limits,
        connections: "set[Connection]",
        *,
        incoming: memoryview,
        welcome: bool = True,
    ) -> None:
        self._application = application
        self._pending = pending
        self._limits = limits
        self._connections = connections
        self._incoming = incoming
        connections.add(self)
        self._made = False
        self._welcome = welcome
        self._loop = asyncio.get_running_loop()
        self._stage = Stage.READING
        self._answer: Answer | None = None
        self._resting: asyncio.TimerHandle | None = None  # until the answer's next step
        self._begun = False  # something of the next request has come
        self._paused = False  # we do not read what the client writes
        self._cut = False  # the client may go on to send what nobody will read
        self._clogged = False  # the client does not read what we write
        self._unwritten = 0  # bytes, when the client was last looked at
        self._stopping = False
        self._deadline = inf

    # -- what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or turn away the client that is one too many."""
        self._transport = cast("asyncio.Transport", transport)
        here, there = transport.get_extra_info("sockname"), transport.get_extra_info("peername")
        template: dict[str, Any] = {
            "SCRIPT_NAME": "",
            "SERVER_NAME": here[0],
            "SERVER_PORT": str(here[1]),
            "REMOTE_ADDR": there[0],
            "REMOTE_PORT": str(there[1]),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "wsgi.input_terminated": True,
        }
        self._requests = Requests(self._limits, template, interim=self._transport.write)
        self._made = True
        self._wait(self._limits.idle_timeout)
        if self._stopping:
            self._end()
        elif not self._welcome:
            most = self._limits.max_connections
            self._refuse(503, f"{most} clients are connected already (max_connections); try again", RETRY)

    def get_buffer(self, _sizehint: int) -> memoryview:
        """Give the place for what comes."""
        return self._incoming

    def buffer_updated(self, nbytes: int) -> None:
        """Take what came."""
        if self._stage is Stage.ENDING:
            return
        self._requests.add(self._incoming[:nbytes])
        if self._stage is Stage.READING:
            self._read()
        elif len(self._requests) > self._limits.max_header_bytes:
            self._paused = True  # further requests, which have to wait outside
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Let a client that will send no more have the answer to what it sent whole."""
        gone, self._stopping = self._stopping and self._resting is not None, True
        # Who has sent the last and waits for nothing has gone, as far as can be told.
        return self._stage is Stage.ANSWERING and not (gone or self._hangs())

    def connection_lost(self, _exc: Exception | None) -> None:
        """Forget the client, and what it has asked for unless that is under way."""
        self._connections.discard(self)
        self._stage = Stage.ENDING
        if self._answer is not None:
            self._answer.abandoned = True
            if self._resting is not None:
                self._resting.cancel()
                self._answer.close()

    def pause_writing(self) -> None:
        """Note that the client reads more slowly than we write."""
        self._clogged = True

    def resume_writing(self) -> None:
        """Go on with what waited for the client."""
        self._clogged = False
        if self._stage is Stage.ANSWERING and self._answer is not None:
            self._go_on(self._answer)

    # -- what the server tells

    def look(self, now: float) -> None:
        """Part from a client that has kept us waiting too long."""
        if now < self._deadline:
            return
        unwritten = self._transport.get_write_buffer_size()
        if unwritten and unwritten != self._unwritten:
            self._unwritten = unwritten
            self._wait(self._limits.client_timeout)
        elif self._stage is Stage.READING and self._begun and not unwritten:
            seconds = f"{self._limits.client_timeout:g} seconds (client_timeout)"
            self._refuse(408, f"expected the whole request in {seconds}")
        elif self._stage is Stage.READING and not unwritten:
            self._transport.close()
        else:
            self._transport.abort()

    def stop(self) -> None:
        """Finish the call under way, if there is one, and then part; nobody waits for one that hangs, or has gone."""
        gone, self._stopping = self._stopping and self._resting is not None, True
        if gone or self._hangs():
            self._transport.abort()
        elif self._answer is not None:
            self._answer.keep_alive = False
        elif self._made and self._stage is Stage.READING:
            self._end()

    # -- reading

    def _read(self) -> None:
        if self._stage is not Stage.READING:
            return
        try:
            request = self._requests.take()
            if request is not None:
                self._call(request.head, request.body, keep_alive=request.head.keep_alive)
            elif not self._begun and self._requests.has_begun():
                self._begun = True
                self._wait(self._limits.client_timeout)
        except BadRequest as wrong:
            self._refuse(wrong.status, str(wrong))
        except TooLarge as large:
            assert self._requests.head is not None
            self._cut = True
            self._call(self._requests.head, large.start, keep_alive=False)

    # -- answering

    def _call(self, head: Head, body: bytes, *, keep_alive: bool) -> None:
        self._stage, self._deadline = Stage.ANSWERING, inf
        answer = Answer(self._application, head, body, keep_alive=keep_alive and not self._stopping)
        self._answer = answer
        if self._pending.full():
            answer.refuse(503, f"{self._limits.max_pending} requests wait already (max_pending); try again", RETRY)
            self._written(answer)
        else:
            self._pending.add(answer, self._written)

    def _written(self, answer: Answer) -> None:
        """Write what a step of the answer gave."""
        if self._stage is not Stage.ANSWERING:
            answer.close()
        elif answer.broken:
            self._transport.abort()
        else:
            if answer.out:
                self._transport.write(answer.out)
            if self._clogged:
                self._wait(self._limits.client_timeout)
            else:
                self._go_on(answer)

    def _go_on(self, answer: Answer) -> None:
        """Take the next step: of this answer, or to the next request."""
        if not answer.done:
            self._deadline = inf
            if answer.rest:
                self._rest(answer)
            else:
                self._pending.add(answer, self._written)
            return
        self._answer = None
        if self._stopping or not answer.keep_alive:
            self._end()
            return
        self._stage, self._begun = Stage.READING, False
        self._wait(self._limits.idle_timeout)
        if self._paused:
            self._paused = False
            self._transport.resume_reading()
        if len(self._requests):
            self._loop.call_soon(self._read)

    def _rest(self, answer: Answer) -> None:
        """Let the next step wait as long as the application wants."""
        if answer.hanging and self._stopping:
            self._transport.abort()
            return
        self._resting = self._loop.call_later(answer.rest, self._rested, answer)
        answer.rest = 0.0

    def _rested(self, answer: Answer) -> None:
        self._resting = None
        self._pending.add(answer, self._written)

    def _hangs(self) -> bool:
        return self._resting is not None and self._answer is not None and self._answer.hanging

    def _refuse(self, status: int, text: str, headers: Iterable[tuple[str, str]] = ()) -> None:
        """Answer a request that was not read to its end."""
        self._transport.write(refusal(status, text, keep_alive=False, headers=headers))
        self._cut = True
        self._end()

    def _end(self) -> None:
        """Part, once all that was written is sent."""
        self._stage = Stage.ENDING
        self._requests.clear()
        self._wait(self._limits.client_timeout)
        if self._cut and not self._stopping:
            # To close with something unread resets the connection, and the client might never see the answer.
            self._transport.write_eof()
            self._transport.resume_reading()
        else:
            self._transport.close()

    def _wait(self, seconds: float) -> None:
        self._deadline = self._loop.time() + seconds
