"""Values that are simpler than a value, the simplest first."""

from collections.abc import Iterator
from typing import Any

# So many places of a text are tried one by one; a longer one is cut first.
_LONGEST = 24


def simpler(value: Any) -> Iterator[Any]:
    """Give values that are simpler: shorter texts, of plainer letters, smaller numbers, fewer members."""
    match value:
        case bool():
            return
        case int():
            yield from (each for each in (0, 1, value // 2, value // 10) if abs(each) < abs(value))
        case float():
            yield from (each for each in (0, 1, int(value) if value == value and abs(value) < 2**53 else 0) if each != value)
        case str():
            yield from _texts(value)
        case list():
            yield from _fewer(value)
        case dict():
            for name in value:
                yield {key: inner for key, inner in value.items() if key != name}


def _texts(text: str) -> Iterator[str]:
    half = len(text) // 2
    if text:
        yield from dict.fromkeys(
            each for each in (text[:1], text[-1:], text[:half], text[half:], text[:-1], text[1:]) if each != text
        )
    if len(text) <= _LONGEST:
        for place in range(1, len(text) - 1):
            yield text[:place] + text[place + 1 :]
    plain = "".join(letter if letter in "a" else "a" for letter in text)
    if plain != text:
        yield plain
        if len(text) <= _LONGEST:
            for place, letter in enumerate(text):
                if letter != "a" and not (letter.isascii() and not letter.isalnum() and letter.isprintable()):
                    yield f"{text[:place]}a{text[place + 1 :]}"


def _fewer(items: list[Any]) -> Iterator[list[Any]]:
    for place in range(len(items)):
        yield items[:place] + items[place + 1 :]
