"""Stamps and tokens: what an answer gave and a later request carries, found in both, and put in anew when a story is played."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.again.steps import Action, AtOnce, Link, Step, ToControl, ToFacade, ToSoap
from contracts.exchange import Request
from contracts.secrecy.likeness import Likeness, spans_of
from contracts.secrecy.names import is_secret
from contracts.secrecy.variables import VARIABLE, forms_of, written
from contracts.secrecy.variables import filled as filled_in

# What is given out anew each time: long numbers and long words. A short one is what it is in every run.
_NUMBER = re.compile(r"[0-9]{7,20}")
_WORD = re.compile(r"[\w.~+/=-]{24,4096}")
# Where such a word stands in a text, alone or joined to others.
WORDS = re.compile(r"[\w.~+/=-]{24,}")
_LEAF = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>([^<>]{7,4096})</")
_MOST_LEAVES = 2000
# Only what was given out so recently is looked for spoiled: a long run gets thousands of tokens.
_LAST_TOKENS = 6


def links_between(steps: Sequence[Step], answers: Sequence[bytes]) -> Iterator[Link]:
    """Find where requests carry what an answer before them gave; the last answer that gave it counts.

    Of a token they may carry what is left of it after it was spoiled.
    """
    given: dict[str, tuple[int, str, int]] = {}
    tokens: dict[Likeness, tuple[int, str]] = {}
    for step, answer in zip(steps, answers, strict=True):
        if given:
            text = _text(step.action)
            words = dict.fromkeys(_words(text))
            for word in words:
                if word in given:
                    source, at, plus = given[word]
                    yield Link(into=step.number, source=source, at=at, text=word, plus=plus)
            # Tokens are much alike: what is one of them is no other that was spoiled.
            for likeness in dict.fromkeys(likeness for _, likeness in spans_of(tokens, text)):
                if likeness.secret not in words:
                    source, at = tokens[likeness]
                    yield Link(into=step.number, source=source, at=at, text=likeness.secret)
        for at, value in leaves(answer):
            if _NUMBER.fullmatch(value):
                given.setdefault(str(int(value) + 1), (step.number, at, 1))
                given[value] = (step.number, at, 0)
            elif _WORD.fullmatch(value):
                given[value] = (step.number, at, 0)
                if is_secret(_name(at)):
                    tokens[Likeness(value)] = (step.number, at)
                    if len(tokens) > _LAST_TOKENS:
                        del tokens[next(iter(tokens))]


def is_of_secret(link: Link) -> bool:
    """Tell whether it is a token, by the name of its place, that goes from an answer into a request."""
    return not link.text.isdigit() and is_secret(_name(link.at))


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
        action = _with(action, _change(link, new))
    return action


def _change(link: Link, new: str) -> Callable[[str], str]:
    """Tell how a text changes when what an answer gave is another; a token that was spoiled is spoiled in the same way."""
    old, variable = link.text, VARIABLE.fullmatch(link.text)
    if variable is not None:
        return lambda text: filled_in(text, {variable["name"]: new})
    if is_of_secret(link):
        forms = list(forms_of(_OLD, old))
        return lambda text: filled_in(written(text, forms), {_OLD: new})
    whole = re.compile(rf"(?<![\w.]){re.escape(old)}(?![\w])")
    return lambda text: whole.sub(lambda _: new, text) if old in text else text


_OLD = "WHAT_AN_ANSWER_GAVE"


def _with(action: Action, change: Callable[[str], str]) -> Action:
    match action:
        case ToFacade() | ToSoap():
            return replace(action, request=_in_request(action.request, change))
        case AtOnce():
            return replace(action, requests=tuple(_in_request(each, change) for each in action.requests))
        case ToControl():
            return replace(action, path=change(action.path), body=_in_json(action.body, change))


def _in_request(request: Request, change: Callable[[str], str]) -> Request:
    body = change(request.body.decode("latin-1")).encode("latin-1", "replace")
    headers = {name: change(value) for name, value in request.headers.items()}
    return replace(request, path=change(request.path), headers=headers, body=body)


def _in_json(value: Any, change: Callable[[str], str]) -> Any:
    if value is None:
        return None
    text = json.dumps(value)
    changed = change(text)
    return json.loads(changed) if changed != text else value


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


def _name(at: str) -> str:
    """Give the name of a place in an answer: ``token`` of ``data.token[0]``, and of ``<token>0``."""
    return next(reversed(re.findall(r"[^\W\d][\w-]*", at)), "")
