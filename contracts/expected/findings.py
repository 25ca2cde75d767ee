"""What a document finds in a body: what is refused, what must be sent, which code it earns."""

from dataclasses import dataclass
from typing import Any

from contracts.document import Property, Refused

# Stands for a text that must be there, whatever it is.
ANYTHING = "\0anything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A property that the document refuses: which rule it breaks, and the clauses that say so.

    ``not_found``: it names nothing that could be there, which is another refusal than of what is wrong.
    """

    property: Property
    rule: str
    expected: str
    clauses: tuple[str, ...]
    not_found: bool = False

    def own_refusal(self) -> Refused | None:
        """How the property itself is refused by this rule; None where it is as the document's others are."""
        told = self.property.refused
        if self.rule == "unlisted" and self.property.not_known is not None:
            return self.property.not_known
        return told.get("too long" if self.rule.startswith("up to ") else self.rule) or told.get("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An element that the message must have: the value it carries, or None for one that only holds others.

    ``entry`` is the place, in a list, of the entry it comes from; None where it comes from no list. ``text`` is what must stand
    in the element where that is not the value as the property writes it; ANYTHING where nobody but the facade can know.
    """

    path: tuple[str, ...]
    property: Property
    value: Any
    clauses: tuple[str, ...]
    entry: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A code that a value earns on the SOAP side."""

    code: str
    property: Property
    rule: str
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """That a promise was put to the test by a value that keeps it."""

    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A property of which the document does not say what becomes of it."""

    property: Property
    why: str


Finding = Objection | Sent | Promised | Told | Unclear


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedMessage:
    """What a body must become; where something is unclear, neither acceptance nor the message is judged."""

    objections: tuple[Objection, ...]
    sent: tuple[Sent, ...]
    promised: tuple[Promised, ...]
    kept: tuple[str, ...]
    unclear: tuple[Unclear, ...]
