"""An answer made other than it is: its body cut, malformed or empty; how it is written, slowly or not to its end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from emulator.faults.fault import Drip, Fault

# Waits so many seconds, or lets whoever serves do so: then it gives True, and is to be given a step without bytes.
# ``hanging`` says that nothing more will come of it, so that whoever has had enough need not wait for the end.
Pause = Callable[..., bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How an answer goes out: after ``delay`` seconds, in drips, and only so many bytes of it before it breaks off.

    It ``breaks`` without a word where that is 0, and hangs for so many seconds before it does so.
    """

    delay: float = 0.0
    drip: Drip | None = None
    breaks: int | None = None
    hang: float | None = None

    def sent(self, body: bytes) -> bytes:
        """Tell what goes out of a body."""
        return body if self.breaks is None else body[: self.breaks]

    def seconds(self, size: int) -> float:
        """Tell how long a whole body takes."""
        return self.delay + (self.drip.pause * self.drip.pauses(size) if self.drip else 0.0)


def changed(body: bytes, fault: Fault) -> bytes:
    """Give a body as ordered; one that breaks off is announced whole."""
    if fault.empty:
        return b""
    if fault.malformed:
        return malformed(body)
    if fault.cut is not None and not _breaks(fault):
        return body[: fault.cut.length(len(body))]
    return body


def malformed(body: bytes) -> bytes:
    """Spoil XML or JSON: the last tag closes nothing; a comma stands where no comma may."""
    if body.lstrip().startswith(b"<"):
        before, mark, after = body.rpartition(b"</")
        return before + mark + b"un" + after if mark else body + b"<"
    return body[:-1] + b"," + body[-1:] if body.endswith((b"}", b"]")) else body + b"}"


def pace_of(fault: Fault, size: int, *, delay: float = 0.0) -> Pace | None:
    """Tell how an answer with a body of ``size`` goes out; None for at once and whole."""
    if not (delay or fault.drip or _breaks(fault)):
        return None
    breaks = None
    if _breaks(fault):
        breaks = 0 if fault.cut is None else fault.cut.length(size)
    return Pace(delay=delay, drip=fault.drip, breaks=breaks, hang=fault.hang)


def paced(start: Callable[[], Any], body: bytes, pace: Pace, pause: Pause, *, silent: bool) -> Iterator[bytes]:
    """Write an answer piece by piece; ``start`` sends its head, but for one that is ``silent``.

    Raise ConnectionResetError where it breaks off.
    """
    if pace.delay and pause(pace.delay):
        yield b""
    if not silent:
        start()
        yield from _pieces(pace.sent(body), pace.drip, pause)
    if pace.breaks is None:
        return
    if pace.hang is not None and pause(pace.hang, hanging=True):
        yield b""
    raise ConnectionResetError


def pause_of(environ: Any, sleep: Callable[[float], object]) -> Pause:
    """Give the server's way to wait, which keeps nobody else waiting, or else ``sleep``.

    Where no server stands between, a hang ends in TimeoutError: the caller cannot lose patience before.
    """
    found: Pause | None = environ.get("serving.pause")
    if found is not None:
        return found

    def pause(seconds: float, *, hanging: bool = False) -> bool:
        sleep(seconds)
        if hanging:
            raise TimeoutError
        return False

    return pause


def _breaks(fault: Fault) -> bool:
    return fault.reset or fault.hang is not None


def _pieces(body: bytes, drip: Drip | None, pause: Pause) -> Iterator[bytes]:
    if drip is None:
        yield body
        return
    yield body[: drip.bytes]
    for start in range(drip.bytes, len(body), drip.bytes):
        if pause(drip.pause):
            yield b""
        yield body[start : start + drip.bytes]
