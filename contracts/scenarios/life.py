"""A told life, as data: what it promises, what is given before it, and the steps it takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RestCall:
    """Call an operation of the facade, with a JSON body or with a text as it stands (``repeat`` as in RawPost)."""

    operation: str
    body: Any = None
    text: str | None = None
    repeat: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRest:
    """Send a request of any method to the facade, with a JSON body, a text as it stands, or neither."""

    method: str
    path: str
    body: Any = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapMessage:
    """Send a well-formed message: ``fields`` become the children of its root, in their order."""

    operation: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    version: str = "1.2"
    prefix: str = "sp"
    qualified: bool = False
    path: str = "/soap"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawPost:
    """Post bytes as they stand; ``repeat`` says which ``${NAME}`` in the text is which text, how many times."""

    path: str
    text: str | None = None
    hex: str | None = None
    repeat: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    encoding: str = "utf-8"
    byte_order_mark: bool = False
    version: str = "1.2"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainHttp:
    """Send a request of any method to the SOAP server."""

    method: str
    path: str
    text: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlCall:
    """Call the control API of the emulator; ``refused`` says that it must say no."""

    method: str
    path: str
    body: Any = None
    refused: bool = False


Action = RestCall | PlainRest | SoapMessage | RawPost | PlainHttp | ControlCall


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What must be found in the answer; what is left out (None) does not matter.

    ``body`` is a part of the JSON body, of the SOAP reply below its root, or ``{"fault": ...}``; ``root`` names the
    reply's root element; ``sends`` lists the SOAP requests that a REST call must cause, each a part of one.
    """

    status: int | None = 200
    body: Any = None
    root: str | None = None
    headers: Mapping[str, Any] = field(default_factory=dict)
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    sends: tuple[Any, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: do something, compare what comes back, and keep some of it under a name."""

    line: int
    action: Action
    expect: Expectation
    keep: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A story with its promise; ``settings`` need a fresh target, ``given`` is put in place through the control API."""

    name: str
    system: str
    path: Path
    promise: str
    clauses: tuple[str, ...]
    settings: Mapping[str, Any]
    given: tuple[ControlCall, ...]
    steps: tuple[Step, ...]
