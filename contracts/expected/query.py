"""What is wrong with a query, by the parameters that the document has."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from contracts.document import Property
from contracts.expected.rules import broken_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryObjection:
    """A parameter by its name, and the rule that its value breaks."""

    name: str
    rule: str


def objections(parameters: Sequence[Property], path: str) -> Iterator[QueryObjection]:
    """Object to each parameter whose value is wrong, or there twice; names that the document does not have are let be."""
    known = {prop.label: prop for prop in parameters}
    seen: set[str] = set()
    for part in path.partition("?")[2].split("&"):
        name, _, value = (unquote_to_bytes(text.replace("+", " ")) for text in part.partition("="))
        prop = known.get(name.decode("utf-8", "replace"))
        if prop is None:
            continue
        if prop.label in seen:
            yield QueryObjection(name=prop.label, rule="is there twice")
        seen.add(prop.label)
        rule = _broken(prop, value)
        if rule is not None:
            yield QueryObjection(name=prop.label, rule=rule)


def _broken(prop: Property, value: bytes) -> str | None:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return "is no UTF-8"
    if "integer" in prop.types:
        if not re.fullmatch("[0-9]+", text):
            return "is no decimal digits"
        # Python reads no number of thousands of digits, and none of these is in any range.
        rule = broken_rule(prop, int(text[-4000:]) if len(text.lstrip("0")) <= 4000 else 10**4000)
    else:
        if len(text) < (prop.min_length or 0):
            return f"is shorter than {prop.min_length} characters"
        rule = broken_rule(prop, text)
    return f"is not {rule.expected}" if rule is not None else None
