"""Settings under which a document says something else than it does by default."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document.source import condition_parts


def other_settings(source: Mapping[str, Any], part: Any) -> list[dict[str, Any]]:
    """Give, for each condition of an x-when in a part of a document, a setting under which it holds; each once."""
    defaults = {name: row["default"] for name, row in (source.get("x-settings") or {}).items()}
    parts = dict.fromkeys(map(condition_parts, _conditions(part)))
    return [{name: _value(defaults[name], sign, value)} for name, sign, value in parts]


def allowed_settings(source: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give every value that a setting of the document may have beside its default: those that it lists, and the other truth."""
    rows = (source.get("x-settings") or {}).items()
    listed = [{name: value} for name, row in rows for value in row.get("values", ()) if value != row["default"]]
    return [*listed, *({name: not row["default"]} for name, row in rows if isinstance(row["default"], bool))]


def _conditions(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for each in node:
            yield from _conditions(each)
    elif isinstance(node, Mapping):
        yield from node.get("x-when", {})
        for each in node.values():
            yield from _conditions(each)


def _value(default: Any, sign: str, text: str) -> Any:
    """Give a value of the default's kind: the one that is named, or the version before it."""
    if sign == "<":
        last = list(re.finditer("[0-9]+", text))[-1]
        return f"{text[: last.start()]}{int(last[0]) - 1}{text[last.end() :]}"
    match default:
        case bool():
            return text == "true"
        case int():
            return int(text)
    return text
