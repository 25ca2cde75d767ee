"""Stamps and tokens: what an answer gave and a later request carries, found in both, and put in anew when a story is played."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.again.steps import Action, AtOnce, Link, Step, ToControl, ToFacade, ToSoap
from contracts.exchange import Request

# What is given out anew each time: long numbers and long words. A short one is what it is in every run.
_NUMBER = re.compile(r"[0-9]{7,20}")
_WORD = re.compile(r"[\w.~+/=-]{24,4096}")
# Where such a word stands in a text, alone or joined to others.
WORDS = re.compile(r"[\w.~+/=-]{24,}")
_LEAF = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<>]{7,4096})</")
_MOST_LEAVES = 2000


def links_between(steps: Sequence[Step], answers: Sequence[bytes]) -> Iterator[Link]:
    """Find where requests carry what an answer before them gave; the last answer that gave it counts."""
    given: dict[str, tuple[int, str, int]] = {}
    for step, answer in zip(steps, answers, strict=True):
        if given:
            text = _text(step.action)
            for word in dict.fromkeys(_words(text)):
                if word in given:
                    source, at, plus = given[word]
                    yield Link(into=step.number, source=source, at=at, text=word, plus=plus)
        for at, value in leaves(answer):
            if _NUMBER.fullmatch(value):
                given.setdefault(str(int(value) + 1), (step.number, at, 1))
                given[value] = (step.number, at, 0)
            elif _WORD.fullmatch(value):
                given[value] = (step.number, at, 0)


def leaves(answer: bytes) -> Iterator[tuple[str, str]]:
    """Give the texts and numbers of an answer, JSON or XML, each with the place where it is."""
    text = answer.decode("utf-8", "replace")
    if text.lstrip().startswith("<"):
        seen: dict[str, int] = {}
        for found in _LEAF.finditer(text):
            seen[found[1]] = seen.get(found[1], -1) + 1
            yield f"<{found[1]}>{seen[found[1]]}", found[2]
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    yield from _members(value, "", [0])


def filled(action: Action, links: Sequence[tuple[Link, str]]) -> Action:
    """Put in the place of what an answer once gave what it gave this time."""
    for link, value in links:
        new = str(int(value) + link.plus) if link.plus and value.isdigit() else value
        action = _with(action, link.text, new)
    return action


def _with(action: Action, old: str, new: str) -> Action:
    match action:
        case ToFacade() | ToSoap():
            return replace(action, request=_in_request(action.request, old, new))
        case AtOnce():
            return replace(action, requests=tuple(_in_request(each, old, new) for each in action.requests))
        case ToControl():
            path, body = _in_text(action.path, old, new), _in_json(action.body, old, new)
            return replace(action, path=path, body=body)


def _in_request(request: Request, old: str, new: str) -> Request:
    body = _in_text(request.body.decode("latin-1"), old, new).encode("latin-1", "replace")
    headers = {name: _in_text(value, old, new) for name, value in request.headers.items()}
    return replace(request, path=_in_text(request.path, old, new), headers=headers, body=body)


def _in_text(text: str, old: str, new: str) -> str:
    return re.sub(rf"(?<![\w.]){re.escape(old)}(?![\w])", lambda _: new, text) if old in text else text


def _in_json(value: Any, old: str, new: str) -> Any:
    if value is None:
        return None
    text = json.dumps(value)
    return json.loads(_in_text(text, old, new)) if old in text else value


def _text(action: Action) -> str:
    match action:
        case ToFacade() | ToSoap():
            return _of_request(action.request)
        case AtOnce():
            return "\n".join(map(_of_request, action.requests))
        case ToControl():
            return f"{action.path}\n{json.dumps(action.body)}"


def _of_request(request: Request) -> str:
    return "\n".join([request.path, *request.headers.values(), request.body[:65536].decode("latin-1")])


def _words(text: str) -> Iterator[str]:
    for found in re.finditer(r"[\w.~+/=-]{7,4096}", text):
        word = found[0]
        yield word
        # In a query or an attribute what stands before the value is joined to it.
        yield from re.split(r"[=/]", word)


def _members(value: Any, at: str, seen: list[int]) -> Iterator[tuple[str, str]]:
    if seen[0] > _MOST_LEAVES:
        return
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _members(inner, f"{at}.{name}" if at else str(name), seen)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _members(inner, f"{at}[{number}]", seen)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        seen[0] += 1
        yield at, str(value)
