"""From values to XML text: a writer for each message, compiled once from its spyne type."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spyne.model import Boolean, ComplexModelBase, Unicode


@dataclass(frozen=True, slots=True)
class Written:
    """Elements that were written before, each by itself in UTF-8."""

    elements: Sequence[bytes]


Write = Callable[["str | Written"], object]
Writer = Callable[[Write, Any], object]


def escape(text: str) -> str:
    """Write text as character data; a bare CR would come back as LF (SCH-T-11)."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    if "\r" in text:
        text = text.replace("\r", "&#13;")
    return text


def element_writer(name: str, kind: Any) -> Writer:
    """Compile the writer of an element: text for a simple type, a mapping of its children by name for a structure.

    Children are written in the schema's order; those that are missing or None are left out.
    A child that may occur many times is an iterable, or Written.
    """
    opening, closing = f"<{name}>", f"</{name.partition(' ')[0]}>"
    if not issubclass(kind, ComplexModelBase):
        convert = _converter(kind)
        return lambda write, value: write(f"{opening}{convert(value)}{closing}")

    children = tuple((child, element_writer(child, of), of.Attributes.max_occurs > 1) for child, of in kind._type_info.items())

    def write_structure(write: Write, value: Mapping[str, Any]) -> None:
        write(opening)
        for child, write_child, many in children:
            content = value.get(child)
            if content is None:
                continue
            if type(content) is Written:
                write(content)
            elif many:
                for one in content:
                    write_child(write, one)
            else:
                write_child(write, content)
        write(closing)

    return write_structure


def _converter(kind: Any) -> Callable[[Any], str]:
    if issubclass(kind, Boolean):
        return lambda value: "true" if value else "false"
    # Enumerations are no Unicode to spyne, yet text all the same, and none of theirs needs escaping.
    return escape if issubclass(kind, Unicode) else str
