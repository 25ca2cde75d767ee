"""Ways to spoil one element of a valid message, a row each: by its type's facets, its occurrence, its place, its namespace.

A row knows the schema and no field; some of what it makes is valid yet, at the limits, so that a server which refuses
everything is found out too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from contracts.strategies.soap_tree import Node, usual_text
from contracts.wsdl import Element, Message

_UNKNOWN = Node(name="unknown", text="x")
_FOREIGN = "urn:foreign"
# A character beyond the basic plane: a server that counts UTF-16 units counts two.
_BEYOND = "\U0001f6e0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An element of a message's schema, where a valid message has it; () is the root."""

    message: Message
    root: Node
    path: tuple[str, ...]

    @property
    def element(self) -> Element | None:
        """What the schema says of it; None for the root."""
        return self.message.at(self.path)

    @property
    def node(self) -> Node:
        """The element in the message."""
        found = self.root.at(self.path)
        assert found is not None
        return found

    @property
    def children(self) -> tuple[Element, ...]:
        """What the schema allows inside it."""
        return self.message.children if self.element is None else self.element.children

    @property
    def is_structure(self) -> bool:
        """Whether it holds elements, no text."""
        return self.element is None or self.element.type is None

    def with_(self, *nodes: Node) -> Node:
        """Give the message with these in its place; the root can only be one."""
        return nodes[0] if not self.path else self.root.replaced(self.path, nodes)


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A message that was spoiled, and whether the schema does not allow it any more."""

    root: Node
    breaks_schema: bool = True


@dataclass(frozen=True, slots=True)
class ElementWay:
    """A way to spoil an element: its name, the clauses it puts to the test, and what it makes of a place."""

    name: str
    clauses: tuple[str, ...]
    spoil: Callable[[Place], Iterator[Spoiled]]


def _left_out(place: Place) -> Iterator[Spoiled]:
    if place.element is not None:
        yield Spoiled(place.with_(), place.element.least > 0)


def _repeated(place: Place) -> Iterator[Spoiled]:
    element = place.element
    if element is not None and element.most == 1:
        other = replace(place.node, text="" if place.is_structure else "other", children=())
        yield Spoiled(place.with_(place.node, place.node))
        yield Spoiled(place.with_(place.node, other))
        yield Spoiled(place.with_(other, place.node))


def _nil(place: Place) -> Iterator[Spoiled]:
    if place.element is not None:
        yield Spoiled(place.with_(replace(place.node, nil=True, text="", children=())))
        yield Spoiled(place.with_(replace(place.node, nil=True)))


def _out_of_order(place: Place) -> Iterator[Spoiled]:
    children = place.node.children
    for number in range(len(children) - 1):
        swapped = (*children[:number], children[number + 1], children[number], *children[number + 2 :])
        yield Spoiled(place.with_(replace(place.node, children=swapped)))
    if len(children) > 2:
        yield Spoiled(place.with_(replace(place.node, children=children[::-1])))


def _unknown_child(place: Place) -> Iterator[Spoiled]:
    if place.is_structure:
        node = place.node
        for children in ((_UNKNOWN, *node.children), (*node.children, _UNKNOWN)):
            yield Spoiled(place.with_(replace(node, children=children)))
        foreign = replace(_UNKNOWN, namespace=_FOREIGN)
        yield Spoiled(place.with_(replace(node, children=(*node.children, foreign))))


def _foreign(place: Place) -> Iterator[Spoiled]:
    if place.element is not None:
        yield Spoiled(place.with_(replace(place.node, namespace=_FOREIGN)))


def _qualified(place: Place) -> Iterator[Spoiled]:
    if place.element is not None:
        yield Spoiled(place.with_(replace(place.node, namespace=place.message.namespace)))


def _other_case(place: Place) -> Iterator[Spoiled]:
    if place.element is not None:
        yield Spoiled(place.with_(replace(place.node, name=place.node.name.swapcase())))


def _attribute(place: Place) -> Iterator[Spoiled]:
    yield Spoiled(place.with_(replace(place.node, attributes=(("unknown", "x"),))))


def _text_in_structure(place: Place) -> Iterator[Spoiled]:
    if place.is_structure:
        yield Spoiled(place.with_(replace(place.node, text="text where none belongs")))


def _elements_in_text(place: Place) -> Iterator[Spoiled]:
    if not place.is_structure:
        yield Spoiled(place.with_(replace(place.node, children=(_UNKNOWN,))))


def _emptied(place: Place) -> Iterator[Spoiled]:
    if place.element is not None and place.is_structure and place.children:
        yield Spoiled(place.with_(replace(place.node, children=())), any(child.least for child in place.children))


def _too_long(place: Place) -> Iterator[Spoiled]:
    if (most := _facet(place, "max_length")) is not None:
        for text in ("x" * (most + 1), _BEYOND * (most + 1), "x" * (most * 20 + 1000)):
            yield Spoiled(place.with_(replace(place.node, text=text)))


def _too_short(place: Place) -> Iterator[Spoiled]:
    least = _facet(place, "min_length")
    if least:
        yield Spoiled(place.with_(replace(place.node, text="x" * (least - 1))))


def _just_long_enough(place: Place) -> Iterator[Spoiled]:
    for length in {_facet(place, "max_length"), _facet(place, "min_length")} - {None}:
        assert length is not None
        for character in ("x", _BEYOND):
            yield Spoiled(place.with_(replace(place.node, text=character * length)), breaks_schema=False)


def _beyond_the_limits(place: Place) -> Iterator[Spoiled]:
    least, most = _facet(place, "minimum"), _facet(place, "maximum")
    for number in (
        None if least is None else least - 1,
        None if most is None else most + 1,
        None if most is None else most * 10**30,
    ):
        if number is not None:
            yield Spoiled(place.with_(replace(place.node, text=str(number))))


def _at_the_limits(place: Place) -> Iterator[Spoiled]:
    for number in (_facet(place, "minimum"), _facet(place, "maximum")):
        if number is not None:
            yield Spoiled(place.with_(replace(place.node, text=str(number))), breaks_schema=False)
            yield Spoiled(place.with_(replace(place.node, text=f"\n 000{number}\t")), breaks_schema=False)


def _no_number(place: Place) -> Iterator[Spoiled]:
    if _is_number(place):
        # Digits that are not ASCII's, an exponent, a point, two numbers, a sign alone, no text at all.
        for text in ("", "one", "1.5", "1e3", "0x10", "1 2", "-", "\u0661\u0662", "1_000", "NaN", "\u00b2", "1\u00a0"):
            yield Spoiled(place.with_(replace(place.node, text=text)))


def _no_boolean(place: Place) -> Iterator[Spoiled]:
    if _base(place) == "boolean":
        for text in ("", "yes", "TRUE", "True", "2", "-1", "true false", "\u00a0true"):
            yield Spoiled(place.with_(replace(place.node, text=text)))


def _any_boolean(place: Place) -> Iterator[Spoiled]:
    if _base(place) == "boolean":
        for text in ("true", "false", "1", "0", "\t false\n"):
            yield Spoiled(place.with_(replace(place.node, text=text)), breaks_schema=False)


def _not_of_the_list(place: Place) -> Iterator[Spoiled]:
    element = place.element
    if element is not None and element.type is not None and element.type.values:
        value = usual_text(element.type)
        for text in ("", f"{value}x", value.swapcase(), f" {value}"):
            if text not in element.type.values:
                yield Spoiled(place.with_(replace(place.node, text=text)))


ELEMENT_WAYS = (
    ElementWay("left out", ("SCH-T-12",), _left_out),
    ElementWay("repeated", ("SCH-T-12",), _repeated),
    ElementWay("nil", ("SCH-T-12",), _nil),
    ElementWay("children in another order", ("SCH-T-12",), _out_of_order),
    ElementWay("with a child that nobody knows", ("SCH-T-12",), _unknown_child),
    ElementWay("in a namespace of somebody else's", ("SCH-T-03", "SCH-T-12"), _foreign),
    ElementWay("in the message's namespace", ("SCH-T-04",), _qualified),
    ElementWay("its name in another case", ("SCH-T-12",), _other_case),
    ElementWay("with an attribute that nobody knows", ("SCH-T-12",), _attribute),
    ElementWay("with text between its children", ("SCH-T-12",), _text_in_structure),
    ElementWay("with an element in its text", ("SCH-T-12",), _elements_in_text),
    ElementWay("without its children", ("SCH-T-12",), _emptied),
    ElementWay("longer than maxLength", ("SCH-T-12",), _too_long),
    ElementWay("shorter than minLength", ("SCH-T-12",), _too_short),
    ElementWay("as short and as long as may be", ("SCH-T-12",), _just_long_enough),
    ElementWay("a number beyond its limits", ("SCH-T-12",), _beyond_the_limits),
    ElementWay("a number at its limits", ("SCH-T-12",), _at_the_limits),
    ElementWay("no number", ("SCH-T-12",), _no_number),
    ElementWay("no boolean", ("SCH-T-12",), _no_boolean),
    ElementWay("a boolean in each spelling", ("SCH-T-12",), _any_boolean),
    ElementWay("none of the enumeration's values", ("SCH-T-12",), _not_of_the_list),
)


def places(message: Message, root: Node) -> Iterator[Place]:
    """Give the root and each element of a message that has them all."""
    yield Place(message=message, root=root, path=())
    for element in message.walk():
        yield Place(message=message, root=root, path=element.path)


def _facet(place: Place, name: str) -> int | None:
    element = place.element
    if element is None or element.type is None:
        return None
    found: int | None = getattr(element.type, name)
    return found


def _is_number(place: Place) -> bool:
    return _facet(place, "minimum") is not None or _facet(place, "maximum") is not None


def _base(place: Place) -> str:
    element = place.element
    return element.type.base if element is not None and element.type is not None else ""
