"""A SOAP message, as its text says: the root below Body, its elements in their order, a fault's reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

_ENVELOPES = ("http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """An element below the root: its path of names, its text ("" for none), and what is inside it.

    A name is the local one; a child that is in a namespace is written {namespace}name, as it should be in none.
    """

    path: tuple[str, ...]
    text: str
    children: tuple["Element", ...]

    @property
    def name(self) -> str:
        """The last name of its path."""
        return self.path[-1]

    def walk(self) -> Iterator["Element"]:
        """Give the elements below, each before those inside it, in the order of the message."""
        for child in self.children:
            yield child
            yield from child.walk()

    def all(self, path: tuple[str, ...]) -> list["Element"]:
        """Find the elements at a path below this one."""
        found = [self]
        for name in path:
            found = [child for each in found for child in each.children if child.name == name]
        return found

    def first(self, path: tuple[str, ...]) -> "Element | None":
        """Find the first element at a path below this one."""
        return next(iter(self.all(path)), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Message:
    """The one element below Body; ``fault`` is the reason's text when it is a fault."""

    root: str
    namespace: str
    element: Element
    fault: str | None


@lru_cache(maxsize=64)
def read_message(text: str) -> Message | None:
    """Read a SOAP message, in either version; None where the text is none."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, huge_tree=True)
        envelope = etree.fromstring(text.encode("utf-8", "surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    qualified = etree.QName(envelope)
    body = envelope.find(f"{{{qualified.namespace}}}Body")
    if qualified.localname != "Envelope" or qualified.namespace not in _ENVELOPES or body is None or len(body) != 1:
        return None
    root = etree.QName(body[0])
    return Message(
        root=root.localname,
        namespace=root.namespace or "",
        element=_element(body[0], ()),
        fault=_reason(body[0]) if root.localname == "Fault" and root.namespace in _ENVELOPES else None,
    )


def _element(node: etree._Element, path: tuple[str, ...]) -> Element:
    children = [child for child in node if isinstance(child.tag, str)]
    return Element(path=path, text=node.text or "", children=tuple(_element(each, (*path, each.tag)) for each in children))


def _reason(fault: etree._Element) -> str:
    for node in fault.iter():
        if isinstance(node.tag, str) and etree.QName(node).localname in ("Text", "faultstring"):
            return node.text or ""
    return ""
