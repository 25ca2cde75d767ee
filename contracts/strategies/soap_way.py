"""A way to spoil what is around a SOAP message: its name, its clauses, what becomes of it, and the requests it makes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from contracts.expected.soap_outcome import Ending
from contracts.strategies.soap_packet import Envelope, Packet


class Fate(Enum):
    """What a way makes of a request: the answer the message would get, that of one with an unknown child, or another ending."""

    SAME = "as if nothing were"
    UNKNOWN_CHILD = "as with a child that nobody knows"
    SENDER = Ending.SENDER
    VERSION_MISMATCH = Ending.VERSION_MISMATCH
    MUST_UNDERSTAND = Ending.MUST_UNDERSTAND
    TOO_LARGE = Ending.TOO_LARGE
    ANY = Ending.ANY


@dataclass(frozen=True, slots=True)
class EnvelopeWay:
    """A way to spoil an envelope: its name, its clauses, what becomes of it, and the requests it makes.

    ``unread``: the server cannot know the version from the envelope, so that a fault takes that of the Content-Type.
    """

    name: str
    clauses: tuple[str, ...]
    fate: Fate
    spoil: Callable[[Envelope], Iterator[Packet]]
    unread: bool = False


def texts(*make: Callable[[Envelope], str | bytes]) -> Callable[[Envelope], Iterator[Packet]]:
    """Send other texts in the envelope's place."""
    return lambda envelope: (envelope.packet(each(envelope)) for each in make)


def inside(*make: str) -> Callable[[Envelope], Iterator[Packet]]:
    """Put markup before the end of the message's root."""
    return lambda envelope: (envelope.packet(with_inside(envelope, each)) for each in make)


def with_inside(envelope: Envelope, markup: str) -> str:
    """Give the envelope's text with markup before the end of the message's root."""
    before, end, after = envelope.text.rpartition("</sp:")
    return f"{before}{markup}{end}{after}"
