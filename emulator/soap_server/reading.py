"""From XML to values: a reader for each message, compiled once from its spyne type.

Simple elements are read as the text they hold. What the text means, and whether it will do, is for the service to say:
most of it ends in a return code, and only some in a fault.
"""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree
from spyne.model import ComplexModelBase

from emulator.made_often import made_often
from emulator.soap_server.types import MESSAGES

# Names of older interface versions that lenient callers may still use (SCH-C-11).
OLDER_NAMES = {"CancelReason": ("cancelDescription",)}

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@made_often(frozen=True, slots=True)
class Received:
    """A structure as it was received: text or structures by element name, and how many children it does not know."""

    children: Mapping[str, "str | Received | None"]
    unknown: int = 0

    def text(self, name: str) -> str | None:
        """Tell a simple child's text; None when it is absent."""
        value = self.children.get(name)
        return value if isinstance(value, str) else None

    def structure(self, name: str) -> "Received | None":
        """Give a child that has children; None when it is absent."""
        value = self.children.get(name)
        return value if isinstance(value, Received) else None

    def find(self, path: str) -> str | None:
        """Tell the text of an element by its path, such as ``cancelReason/cancelReasonId``; None when it is absent."""
        name, _, rest = path.partition("/")
        if not rest:
            return self.text(name)
        below = self.structure(name)
        return below.find(rest) if below is not None else None


def structure_reader(kind: Any) -> Callable[[etree._Element], Received]:
    """Compile the reader of a structure.

    It is as lenient as SCH-T-12 allows: order is free, the first of a repeated child counts, xsi:nil means absent,
    children may be in the message's namespace or in none. A strict server validates before it reads.
    """
    known: dict[str, tuple[str, Callable[[etree._Element], str | Received]]] = {}
    for name, child in kind._type_info.items():
        known[name] = (name, structure_reader(child) if issubclass(child, ComplexModelBase) else _text)
    for name in OLDER_NAMES.get(kind.get_type_name(), ()):
        known[name] = (name, _text)
    known |= {f"{{{MESSAGES}}}{name}": row for name, row in known.items()}

    def read(element: etree._Element) -> Received:
        children: dict[str, str | Received | None] = {}
        unknown = 0
        for child in element:
            row = known.get(child.tag)
            if row is None:
                unknown += 1
            elif row[0] not in children:
                children[row[0]] = None if child.attrib and _is_nil(child) else row[1](child)
        return Received(children, unknown)

    return read


def _text(element: etree._Element) -> str:
    if len(element) == 0:
        return element.text or ""
    # Children of a simple element are unknown children: their text is not the element's.
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _is_nil(element: etree._Element) -> bool:
    return (element.get(_NIL) or "").strip() in ("true", "1")
