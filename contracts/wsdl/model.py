"""What a WSDL says, as values: operations, messages, elements, and the facets of their types."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# The structure that says who calls (SCH-L-01).
LOGIN = "login"


@dataclass(frozen=True, slots=True, kw_only=True)
class Simple:
    """A simple type: the XML Schema type it comes down to (``unsignedInt``), and its facets; lengths are in characters."""

    base: str
    min_length: int | None = None
    max_length: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An element below a message's root: its path of names, how often it may stand there, and what it holds.

    ``most`` None is any number. It has a ``type`` or ``children``; a structure without children has neither.
    """

    path: tuple[str, ...]
    least: int
    most: int | None
    type: Simple | None = None
    children: tuple["Element", ...] = ()

    @property
    def name(self) -> str:
        """The last name of its path."""
        return self.path[-1]

    def walk(self) -> Iterator["Element"]:
        """Give the element and those below, each before those inside it, in the order of the schema."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: its root element, the namespace of that alone, and the elements below."""

    root: str
    namespace: str
    children: tuple[Element, ...] = ()

    def walk(self) -> Iterator[Element]:
        """Give the elements below the root, each before those inside it, in the order of the schema."""
        for child in self.children:
            yield from child.walk()

    @property
    def login(self) -> tuple[str, ...]:
        """Name the elements of the login that begins a message, their paths joined by a slash; () where there is none."""
        first = next(iter(self.children), None)
        return tuple("/".join(each.path) for each in first.children) if first is not None and first.name == LOGIN else ()

    def has(self, path: str) -> bool:
        """Tell whether there is an element at a path, its names joined by a slash."""
        return self.at(tuple(path.split("/"))) is not None

    def at(self, path: tuple[str, ...]) -> Element | None:
        """Find the element at a path below the root."""
        return next((element for element in self.walk() if element.path == path), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation: what it takes, what it gives, and the action that names it."""

    name: str
    action: str
    request: Message
    reply: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """The operations of a WSDL by name, its schema as text, and the address it names."""

    operations: Mapping[str, Operation]
    schema: bytes
    address: str
