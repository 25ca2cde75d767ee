"""Who may call a facade, and what a caller shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Whom an operation knows: by the values of these properties; anybody else, and where nobody is known all, get a status."""

    known: Mapping[str, Any]
    anybody: bool
    otherwise: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtaining:
    """How a token is got: the operation, the body to send, and the place in the answer."""

    operation: str
    body: Mapping[str, Any]
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The header that carries the caller's credentials, whether the facade asks for it, and how its token is got, if it is."""

    header: str
    value: str
    required: bool
    obtaining: Obtaining | None
    clauses: tuple[str, ...]
