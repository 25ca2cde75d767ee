"""What a facade keeps of its own: records that an operation needs, and refusals for what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What another operation makes before an operation can do its work.

    ``ids`` are the properties that name such a record, each with the place in the maker's answer of what it is called there,
    or None where ``chosen``, a property of the maker, takes what the request names. ``soap`` is the place of what the record
    is called on the SOAP side, None where that is its id.
    """

    operation: str
    body: Mapping[str, Any]
    ids: Mapping[str, str | None]
    chosen: str | None
    soap: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What an operation that shows a record says once its job is cancelled, through whichever door.

    The ``value`` stands at a place of the answer; where there is none (``at`` is None) the record is unknown.
    """

    at: str | None
    value: Any
    clauses: tuple[str, ...]
