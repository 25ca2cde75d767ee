"""Values that were found to be secret: masked from then on wherever they stand, however they are spelt there."""

import base64
import json
import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

MASK = "***"
# Shorter ones may be part of any word; they are masked in their places alone.
_SHORTEST = 4
# Those up to this length count as a whole word only.
_WORD = 7
# Tokens may change with every call; so many of the newest are remembered.
_MOST = 500
# So many spellings are looked for one by one faster than all at once.
_FEW = 60


class KnownSecrets:
    """Remember secret values, and mask them in texts."""

    def __init__(self) -> None:
        self._values: dict[str, None] = {}
        self._pattern: re.Pattern[str] | None = None
        self._spelt: list[str] = []

    def add(self, value: str) -> None:
        """Remember a value; the oldest is forgotten where there are too many."""
        value = value.strip()
        if len(value) < _SHORTEST or not value.strip("*"):
            return
        if value not in self._values:
            self._pattern = None
        self._values.pop(value, None)
        self._values[value] = None
        while len(self._values) > _MOST:
            del self._values[next(iter(self._values))]

    def masked(self, text: str) -> str:
        """Mask each value in a text, in whatever case."""
        pattern = self._compiled()
        return pattern.sub(MASK, text) if pattern is not None else text

    def may_be_in(self, text: str) -> bool:
        """Tell, quickly where they are few, whether a text may hold one of them."""
        if self._compiled() is None:
            return False
        low = text.lower()
        return len(self._spelt) > _FEW or any(each in text or each.lower() in low for each in self._spelt)

    def _compiled(self) -> re.Pattern[str] | None:
        if self._values and self._pattern is None:
            self._spelt = sorted({each for value in self._values for each in _spellings(value)}, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(_whole, self._spelt)), re.IGNORECASE)
        return self._pattern


def _spellings(value: str) -> Iterator[str]:
    yield value
    yield escape(value)
    yield escape(value, {'"': "&quot;", "'": "&apos;"})
    yield escape(value, {'"': "&#34;", "'": "&#39;"})
    yield json.dumps(value)[1:-1]
    yield quote(value, safe="", errors="replace")
    yield quote(value, errors="replace").replace("%20", "+")
    yield base64.b64encode(value.encode("utf-8", "replace")).decode().rstrip("=")


def _whole(spelling: str) -> str:
    return rf"(?<!\w){re.escape(spelling)}(?!\w)" if len(spelling) <= _WORD else re.escape(spelling)
