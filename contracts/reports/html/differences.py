"""Two values beside each other, with what differs between them."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from contracts.reports.wording import spelt, visible

LONGEST = 2000
# Below this, two texts have letters in common and nothing else.
ALIKE = 0.4


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; ``differs`` where the other text has something else."""

    text: str
    differs: bool


def differences(expected: object, found: object) -> tuple[list[Piece], list[Piece]]:
    """Give two values as they are spelt, in pieces; what cannot be compared piece by piece differs as a whole."""
    one, other = (visible(spelt(value), longest=LONGEST) for value in (expected, found))
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return [Piece(one, True)], [Piece(other, True)]
    left, right = [], []
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        left.append(Piece(one[start:end], tag != "equal"))
        right.append(Piece(other[other_start:other_end], tag != "equal"))
    return [piece for piece in left if piece.text], [piece for piece in right if piece.text]
