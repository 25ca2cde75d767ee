"""Stories of what was done to a target: data, so that they can be played again, made shorter, and written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.exchange import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ToFacade:
    """A REST request; ``operation`` is the operationId that it was made from."""

    request: Request
    operation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """REST requests at the same time."""

    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSoap:
    """A request to the SOAP server itself."""

    request: Request


@dataclass(frozen=True, slots=True, kw_only=True)
class ToControl:
    """A call of the control API that changes something."""

    method: str
    path: str
    body: Any = None


Action = ToFacade | AtOnce | ToSoap | ToControl


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One action; ``number`` is its name in its story, which stays when other steps are left out."""

    number: int
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A text in the requests of step ``into`` that was in an answer before: at ``at`` in that of step ``source``.

    Stamps and tokens are others each time. With ``plus`` the request has the number that comes so many after it.
    """

    into: int
    source: int
    at: str
    text: str
    plus: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What leads to a failure, from a fresh target on: its settings, clock and faults, then what was done, in order.

    ``settings`` are those on top of the run's own. ``given`` comes before the reset that every story begins with, ``clock`` is
    the time at which it begins, None where nobody knows. What happened before a ``cut`` story begins was too much to remember.
    """

    settings: Mapping[str, Any] = field(default_factory=dict)
    clock: Mapping[str, Any] | None = None
    given: tuple[ToControl, ...] = ()
    steps: tuple[Step, ...] = ()
    links: tuple[Link, ...] = ()
    cut: bool = False
