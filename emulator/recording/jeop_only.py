"""Which jeopardy states a unit looks at, as far as polls with JeopOnly give it away (SCH-G-09)."""

from collections.abc import Iterable
from typing import Any

from emulator.recording.calls import Shown
from emulator.scheduling.jeopardy import STATES

_LETTERS = {state.element: state.letter for state in STATES if state.letter}
_DEFAULT = ("U", "M", "Me", "P", "B")


class CheckStates:
    """Begin with the default, and learn from what is shown and what is not."""

    def __init__(self) -> None:
        self._letters = set(_DEFAULT)
        self._not: set[str] = set()
        self._asked = False

    def learn(self, shown: Iterable[Shown], hidden: Iterable[Shown]) -> None:
        """Take in a first poll with JeopOnly: what it shows, and what is in the unit too."""
        self._asked = True
        for item in hidden:
            self._not |= _letters(item)
        self._letters -= self._not
        for item in shown:
            if not self._letters & _letters(item):
                self._letters |= _letters(item) - self._not

    def would_have_shown(self, item: Shown) -> bool:
        """Tell whether a poll that was taken in would have shown an item that is new now."""
        return self._asked and bool(self._letters & _letters(item))

    def document(self) -> dict[str, Any]:
        """Say it as a unit's document does; nothing where it is the default."""
        if self._letters == set(_DEFAULT):
            return {}
        return {"gcj_jeop_check_states": "".join(letter for letter in _LETTERS.values() if letter in self._letters)}


def _letters(item: Shown) -> set[str]:
    return {_LETTERS[state] for state in item.jeopardy if state in _LETTERS}
