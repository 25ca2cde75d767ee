"""Texts that keep the rules of a property, its pattern too."""

import re
from datetime import datetime
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from contracts.document import Property
from contracts.expected.rules import broken_rule
from contracts.strategies.drawing import drawn
from contracts.strategies.texts import AWKWARD, texts

# How many awkward texts a pattern must admit for texts at random to be likely to keep it.
_MANY = 8
_INSTANT = "2026-01-05T08:00:00Z"


def a_fitting_text(prop: Property) -> str:
    """Give a plain text that keeps the rules, the same each time; one of x alone where that does."""
    plain = _INSTANT if prop.format == "date-time" else "x" * max(1, prop.min_length or 1)
    if broken_rule(prop, plain) is None or prop.pattern is None:
        return plain
    found = _shortest(prop.pattern)
    return next((text for text in found if broken_rule(prop, text) is None), plain)


def fitting_texts(prop: Property) -> SearchStrategy[str]:
    """Texts that keep the rules: any, or where few would, such as the pattern makes."""
    if prop.format == "date-time":
        return st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2100, 1, 1)).map(lambda at: f"{at.isoformat()}Z")
    anything = texts(least=prop.min_length or 0, most=prop.max_length)
    if prop.pattern is not None and sum(broken_rule(prop, each.text) is None for each in AWKWARD) < _MANY:
        anything = st.from_regex(_compiled(prop.pattern))
    return anything.filter(lambda text: broken_rule(prop, text) is None)


@cache
def _shortest(pattern: str) -> tuple[str, ...]:
    found = drawn(st.from_regex(_compiled(pattern)), seed_value=0, count=30)
    return tuple(sorted(set(found), key=lambda text: (not text, not text.isascii(), not text.isprintable(), len(text), text)))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
