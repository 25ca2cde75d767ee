"""Secrets in stories: they stand as variables of a shell, and are put in anew when a story is played."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from contracts.again.links import WORDS, is_of_secret
from contracts.again.steps import Action, AtOnce, Link, Step, Story, ToControl, ToFacade, ToSoap
from contracts.document import Document, names
from contracts.exchange import Request
from contracts.run.choices import Choices
from contracts.secrecy.names import SHORTEST_SECRET, is_secret
from contracts.secrecy.variables import Named, filled, forms_of, written


def named_secrets(choices: Choices, documents: Sequence[Document]) -> Mapping[str, str]:
    """Give the secrets of a run by the names of the variables that stand for them.

    What a document of the package says is public; what somebody's own document says of credentials may not be.
    """
    found: dict[str, str] = {}
    own = [document for document in documents if document.name not in names()]
    for document in own:
        found |= dict(_of_settings(document.settings))
    found |= dict(_of_settings(choices.settings))
    if choices.login is not None:
        found |= dict(_of_settings({"login": choices.login}))
    # What is made of a secret may give it away, as account and password in one do.
    for document in documents if found else own:
        found |= dict(_shown(document, known=found.values()))
    for name, value in choices.headers.items():
        found[f"CONTRACTS_HEADER_{_variable(name)}"] = value
    if choices.bearer is not None:
        found["CONTRACTS_BEARER"] = choices.bearer
    return found


class Secrets:
    """Take secrets out of stories, and put them in."""

    def __init__(self, named: Mapping[str, str]) -> None:
        self.named = {name: value for name, value in named.items() if len(value) >= SHORTEST_SECRET}
        self._forms = [form for name, value in self.named.items() for form in forms_of(name, value)]

    def hidden(self, story: Story) -> Story:
        """Give the story with variables in the place of secrets, those too that an answer of the story gave."""
        given: dict[str, str] = {}
        spoiled: dict[int, list[Named]] = {}
        for link in story.links:
            if not link.text.isdigit() and self.text(link.text) == link.text:
                name = f"STEP_{link.source}_{_variable(link.at)}"
                given.setdefault(link.text, f"${{{name}}}")
                if is_of_secret(link):
                    spoiled.setdefault(link.into, []).extend(forms_of(name, link.text))
        # What is left of a token stands in the steps that it was spoiled for, the token itself may stand anywhere.
        steps = [
            replace(step, action=_in_action(step.action, lambda text, forms=forms: written(text, forms)))  # type: ignore[misc]
            if (forms := spoiled.get(step.number))
            else step
            for step in story.steps
        ]
        instead = _instead_of(given)
        return in_texts(replace(story, steps=tuple(steps)), lambda text: instead(self.text(text)))

    def filled(self, story: Story) -> Story:
        """Give the story with the secrets in it."""
        return in_texts(story, self.filled_text)

    def text(self, text: str) -> str:
        """Put variables in the place of secrets."""
        return written(text, self._forms)

    def filled_text(self, text: str) -> str:
        """Put secrets in the place of variables."""
        return filled(text, self.named)


def _instead_of(given: Mapping[str, str]) -> Callable[[str], str]:
    """Put variables in the place of words that answers gave; a story of a long run has thousands, in thousands of texts."""
    longest = sorted(given, key=len, reverse=True)

    @cache
    def in_word(word: str) -> str:
        for old in longest:
            if old in word:
                word = word.replace(old, given[old])
        return word

    return lambda text: WORDS.sub(lambda found: given.get(found[0]) or in_word(found[0]), text) if given else text


def in_texts(story: Story, change: Callable[[str], str]) -> Story:
    """Change every text of a story: in requests, in what the control API is given, in settings."""
    return replace(
        story,
        settings=in_json(story.settings, change),
        given=tuple(_in_control(call, change) for call in story.given),
        steps=tuple(Step(number=step.number, action=_in_action(step.action, change)) for step in story.steps),
        links=tuple(_in_link(link, change) for link in story.links),
    )


def _in_link(link: Link, change: Callable[[str], str]) -> Link:
    return replace(link, text=change(link.text))


def _in_action(action: Action, change: Callable[[str], str]) -> Action:
    match action:
        case ToFacade() | ToSoap():
            return replace(action, request=_in_request(action.request, change))
        case AtOnce():
            return replace(action, requests=tuple(_in_request(each, change) for each in action.requests))
        case ToControl():
            return _in_control(action, change)


def _in_control(call: ToControl, change: Callable[[str], str]) -> ToControl:
    return replace(call, path=change(call.path), body=in_json(call.body, change))


def _in_request(request: Request, change: Callable[[str], str]) -> Request:
    headers = {name: change(value) for name, value in request.headers.items()}
    return replace(request, path=change(request.path), headers=headers, body=_in_bytes(request.body, change))


def _in_bytes(raw: bytes, change: Callable[[str], str]) -> bytes:
    # Every byte stays what it is, whatever it is: surrogates stand for those that are no UTF-8.
    return change(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def in_json(value: Any, change: Callable[[str], str]) -> Any:
    """Change every text in a value of JSON, but no name."""
    match value:
        case str():
            return change(value)
        case Mapping():
            return {key: in_json(inner, change) for key, inner in value.items()}
        case list() | tuple():
            return [in_json(inner, change) for inner in value]
        case _:
            return value


def _shown(document: Document, *, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give what callers show, where it is no template, and not what a variable stands for already."""
    for name, scheme in document.schemes.items():
        token = scheme.value.rpartition(" ")[2]
        if token and not scheme.filled_in and not any(each in token for each in known):
            yield f"CONTRACTS_CREDENTIALS_{_variable(name)}", token


def _of_settings(settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in settings.items():
        if name == "login" and isinstance(value, str) and value.count(":") == 2:
            yield "CONTRACTS_PASSWORD", value.split(":")[1]
        elif name == "token" and isinstance(value, str):
            yield "CONTRACTS_BEARER", value
        elif is_secret(name) and isinstance(value, str):
            yield f"CONTRACTS_{_variable(name)}", value
            if len(parts := re.split(r"[,;\s]+", value)) > 1:
                yield from ((f"CONTRACTS_{_variable(name)}_{number}", part) for number, part in enumerate(parts, start=1))
        elif isinstance(value, str) and value[:1] in "[{":
            yield from _of_json(name, value)


def _of_json(name: str, text: str) -> Iterator[tuple[str, str]]:
    try:
        found = json.loads(text)
    except ValueError:
        return
    rows = found if isinstance(found, list) else [found]
    for number, row in enumerate(rows, start=1):
        for key, value in row.items() if isinstance(row, dict) else ():
            if is_secret(str(key)) and isinstance(value, str):
                yield f"CONTRACTS_{_variable(name)}_{number}_{_variable(str(key))}", value


def _variable(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.upper())
