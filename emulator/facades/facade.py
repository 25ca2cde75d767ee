"""What a facade is, and what it is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from werkzeug import Request, Response

from emulator.clock import Clock
from emulator.facades.records import Records
from emulator.settings import Settings
from emulator.soap_client.client import SoapClient
from emulator.soap_client.transport import SoapExchange


class Facade(Protocol):
    """A REST facade: every path below its prefix is its own."""

    prefix: str

    def operation(self, request: Request) -> str | None:
        """Name the operation that a request asks for, as the facade's document does; None where it has no such path."""

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request, and add the SOAP calls that it makes to ``calls``. Raise nothing but StateUnavailable."""

    def start_anew(self) -> None:
        """Forget what is not in the records, since the embedded system starts anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """All that a facade gets from outside. Time, ids and randomness come from here and nowhere else.

    ``random`` gives so many bytes that nobody can guess.
    """

    settings: Settings
    clock: Clock
    records: Records
    scheduling: SoapClient
    random: Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacadeRow:
    """A facade in the table of facades.

    ``name`` stands in the journal, in audit entries and over its records in a state document. ``unit`` names the setting
    that tells the unit of its work items; ``record`` is the JSON Schema of its records, an object's with ``properties``.
    """

    name: str
    unit: str
    record: Mapping[str, Any]
    create: Callable[[Surroundings], Facade]
