"""The secrets that a person gave for a run, which no report may show wherever they turn up."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from contracts.again.secrets import named_secrets
from contracts.document import Document
from contracts.run.choices import Choices
from contracts.secrecy.likeness import SHORTEST_ALIKE
from contracts.secrecy.names import is_secret


def secret_values(choices: Choices, documents: Sequence[Document] = ()) -> Iterator[str]:
    """Give the token, the headers, the login's password, and what settings of telling names hold, or the person's documents."""
    if choices.token is not None:
        yield choices.token
    if choices.bearer is not None:
        yield choices.bearer
    for value in choices.headers.values():
        yield value
        # The scheme is no secret, what follows it is: "Bearer abc".
        yield value.rpartition(" ")[2]
    for login in (choices.login, choices.settings.get("login")):
        if login is not None and login.count(":") == 2:
            yield login.split(":")[1]
    for name, text in choices.settings.items():
        yield from _inside(name, _read(text))
    # A short one, such as the password of an example, may be any word.
    yield from (value for value in named_secrets(choices, documents).values() if len(value) >= SHORTEST_ALIKE)


def _inside(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _inside(str(key), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _inside(name, inner)
    elif is_secret(name):
        yield str(value)


def _read(text: str) -> Any:
    """Read a setting that is a list of tables; any other is its text."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, list | dict) else text
