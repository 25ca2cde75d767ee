"""The rows that mapping tables are made of; they hold facts and do nothing."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum, auto


class Kind(Enum):
    """How a value looks in JSON and in the SOAP message."""

    TEXT = "a string on both sides"
    NUMBER = "a whole number from 0 to 4294967295, or its decimal digits as text (unsignedInt)"
    OBJECT = "an object; its members have rows of their own"
    ANY = "whatever was given, as text: Scheduling is the judge"
    # Only replies have what follows.
    DIGITS = "a number that JSON shows as a string of its digits"
    INTEGER = "a number with or without a sign"
    FLAG = "true or false"
    CHOICE = "one of the texts of the row's table"
    TIME = "an spDateTime, 16 characters of local time"
    STATES = "the names of the child elements that are true"
    ITEMS = "one record for each time the element stands there"


class Presence(Enum):
    """Whether a value must be there; a text that must be there must not be empty either."""

    REQUIRED = auto()
    OPTIONAL = auto()


class Judge(Enum):
    """Who objects when a value is missing, empty or too long."""

    FACADE = auto()
    SCHEDULING = auto()  # unless the facade's setting validation is broker


class Null(Enum):
    """What a JSON null is."""

    ABSENT = auto()
    REFUSED = auto()


REQUIRED, OPTIONAL = Presence.REQUIRED, Presence.OPTIONAL


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One value: its JSON name (a dot goes one level deeper) and its SOAP element (a slash does)."""

    json: str
    soap: str
    kind: Kind
    max: int | None
    presence: Presence
    _: KW_ONLY
    # -- requests
    older: str | None = None  # the name it had on older pages; it counts where the newer one says nothing
    judge: Judge = Judge.FACADE
    null: Null = Null.ABSENT
    empty_is_absent: bool = False
    cut: bool = False  # a text that is longer than ``max`` is cut there, not refused
    since: tuple[int, ...] = ()  # the first Scheduling version that takes it
    # -- replies
    table: Mapping[str, str | int] | None = None  # for CHOICE: SOAP text to JSON value
    default: int | None = None  # what JSON shows when the element is absent
    beside: str | None = None  # shown only where this JSON name is shown too
    item: "Message | None" = None  # for ITEMS: the record's rows

    # -- the JSON name in two: the object that holds the value (empty at the top), and its name inside that
    parent: str = field(init=False)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        parent, _, name = self.json.rpartition(".")
        object.__setattr__(self, "parent", parent)
        object.__setattr__(self, "name", name)


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A SOAP message: its element and its rows, in the WSDL's order."""

    element: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Operation:
    """An operation of the WSDL, as a facade calls it."""

    name: str
    request: Message
    reply: Message
