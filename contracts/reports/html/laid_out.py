"""JSON and XML laid out for reading, as they were sent: no value is spelt anew, and what cannot be read stays as it is."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LARGEST = 64 * 1024
DEEPEST = 60
_STEP = "  "
_JSON = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_XML = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>|<[^<>]*>|[^<]+", re.DOTALL)
_NAME = re.compile(r"</?(?:[\w.-]+:)?([\w.-]+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line; ``marked`` where it is the place that a failure is about."""

    text: str
    marked: bool = False


def laid_out_json(text: str, mark: str = "") -> list[Line]:
    """Lay JSON out, a member a line; ``mark`` is the path of a value, such as ``Payload.items[0].id``."""
    if len(text) > LARGEST:
        return _raw(text)
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return _raw(text)
    tokens = _Tokens(_JSON.findall(text))
    lines = list(_value(tokens, "", "", 0, mark))
    # What is nested too deep is not laid out, and must not be left out.
    whole = tokens.are_taken() and "".join(line.text for line in lines).count('"') == text.count('"')
    return lines if whole else _raw(text)


def laid_out_xml(text: str, mark: Sequence[str] = ()) -> list[Line]:
    """Lay XML out, an element a line; ``mark`` is the path of an element under the root of a SOAP message."""
    if len(text) > LARGEST or not text.lstrip().startswith("<"):
        return _raw(text)
    lines = list(_elements(_XML.findall(text), tuple(mark)))
    # White space between elements is all that may differ.
    return lines if _bare(lines) == _bare(_raw(text)) else _raw(text)


class _Tokens:
    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> str:
        return self._tokens[self._next]

    def are_taken(self) -> bool:
        return self._next == len(self._tokens)

    def take(self) -> str:
        self._next += 1
        return self._tokens[self._next - 1]


def _value(tokens: _Tokens, before: str, path: str, depth: int, mark: str) -> Iterator[Line]:
    """Give the lines of one value, the first with what stands before it, the last without a comma."""
    indent, marked = _STEP * depth, bool(mark) and path == mark
    first = tokens.take()
    closing = {"{": "}", "[": "]"}.get(first)
    if closing is None or tokens.peek() == closing or depth > DEEPEST:
        yield Line(
            indent + before + first + (tokens.take() if closing is not None and tokens.peek() == closing else ""), marked
        )
        return
    yield Line(indent + before + first, marked)
    number = 0
    while True:
        key, inside = "", f"{path}[{number}]"
        if closing == "}":
            spelt = tokens.take()
            tokens.take()
            key, inside = f"{spelt}: ", f"{path}.{json.loads(spelt)}".lstrip(".")
        *lines, last = _value(tokens, key, inside, depth + 1, mark)
        yield from lines
        more = tokens.take() == ","
        yield Line(last.text + ("," if more else ""), last.marked)
        number += 1
        if not more:
            break
    yield Line(indent + closing)


def _elements(tokens: Sequence[str], mark: tuple[str, ...]) -> Iterator[Line]:
    stack: list[str] = []
    line = ""
    for number, token in enumerate(tokens):
        kind = _kind(token)
        if kind == "text":
            line += token if line or token.strip() else ""
            continue
        if kind == "close" and stack:
            stack.pop()
        line = (line or _STEP * len(stack)) + token
        if kind == "open":
            stack.append(_local(token))
            if _holds_text(tokens[number + 1 : number + 3]):
                continue
        yield Line(line, bool(mark) and _below_root([*stack, *_own(kind, token)]) == mark and kind != "other")
        line = ""
    if line:
        yield Line(line)


def _holds_text(following: Sequence[str]) -> bool:
    """Tell whether an element holds nothing but text, or nothing, by the tokens after its tag: it stays on one line."""
    kinds = [_kind(token) for token in following]
    if kinds[:1] == ["text"]:
        return bool(following[0].strip()) or kinds[1:] == ["close"]
    return kinds[:1] == ["close"]


def _own(kind: str, token: str) -> list[str]:
    return [_local(token)] if kind in ("close", "empty") else []


def _below_root(stack: Sequence[str]) -> tuple[str, ...]:
    return tuple(stack[stack.index("Body") + 2 :]) if "Body" in stack else ()


def _kind(token: str) -> str:
    if not token.startswith("<"):
        return "text"
    if token.startswith(("<!", "<?")):
        return "text" if token.startswith("<![CDATA[") else "other"
    if token.startswith("</"):
        return "close"
    return "empty" if token.endswith("/>") else "open"


def _local(token: str) -> str:
    found = _NAME.match(token)
    return found[1] if found else ""


def _bare(lines: Sequence[Line]) -> str:
    return "".join("".join(line.text.split()) for line in lines)


def _raw(text: str) -> list[Line]:
    cut = text[:LARGEST]
    more = [Line(f"... ({len(text):,} characters)")] if len(text) > LARGEST else []
    return [*(Line(line) for line in cut.split("\n")), *more]
