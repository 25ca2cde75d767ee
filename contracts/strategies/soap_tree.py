"""A SOAP message as a tree that can be spoiled: elements with their names, texts and namespaces, and how it is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from contracts.wsdl import Element, Operation, Simple

XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An element: ``namespace`` "" is none, as a child's should be; ``nil`` says so of itself, whatever it holds."""

    name: str
    text: str = ""
    children: tuple["Node", ...] = ()
    namespace: str = ""
    nil: bool = False
    attributes: tuple[tuple[str, str], ...] = ()

    def at(self, path: tuple[str, ...]) -> "Node | None":
        """Find the first element at a path of names below this one."""
        if not path:
            return self
        child = next((each for each in self.children if each.name == path[0]), None)
        return child.at(path[1:]) if child is not None else None

    def walk(self) -> Iterator["Node"]:
        """Give the element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def replaced(self, path: tuple[str, ...], by: tuple["Node", ...]) -> "Node":
        """Give the tree with other elements, or none, in the place of the first one at a path."""
        children, done = [], False
        for child in self.children:
            if done or child.name != path[0]:
                children.append(child)
            elif len(path) == 1:
                children.extend(by)
                done = True
            else:
                children.append(child.replaced(path[1:], by))
                done = True
        return replace(self, children=tuple(children))

    def written(self, prefix: str = "") -> str:
        """Write it as XML; a namespace that is not declared around it, as ``sp`` is around a root, is declared here."""
        tag, declared = self.name, ""
        if prefix:
            tag = f"{prefix}:{self.name}"
        elif self.namespace:
            tag, declared = f"q:{self.name}", f" xmlns:q={quoteattr(self.namespace)}"
        more = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes)
        nil = ' xsi:nil="true"' if self.nil else ""
        inside = escape(self.text, {"\r": "&#13;"}) + "".join(child.written() for child in self.children)
        return f"<{tag}{declared}{nil}{more}>{inside}</{tag}>"


def usual_message(operation: Operation, value: Callable[[Element], str | None]) -> Node:
    """Make a valid message with everything in it once; ``value`` gives texts, where it gives None the type's facets do."""
    message = operation.request
    children = tuple(_usual(element, value) for element in message.children)
    return Node(name=message.root, namespace=message.namespace, children=children)


def _usual(element: Element, value: Callable[[Element], str | None]) -> Node:
    if element.type is None:
        return Node(name=element.name, children=tuple(_usual(child, value) for child in element.children))
    text = value(element)
    return Node(name=element.name, text=usual_text(element.type) if text is None else text)


def usual_text(kind: Simple) -> str:
    """Give a text that a simple type allows."""
    if kind.values:
        return kind.values[0]
    if kind.base == "boolean":
        return "false"
    if kind.minimum is not None or kind.maximum is not None:
        return str(max(kind.minimum or 0, min(1, kind.maximum if kind.maximum is not None else 1)))
    return "x" * max(kind.min_length or 0, min(3, kind.max_length if kind.max_length is not None else 3))
