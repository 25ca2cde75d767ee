"""Where a text gives a secret away: where it stands, in whatever case, cut, with more behind it, or with letters changed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A value so short may be any word of a text: only the word itself is the secret.
SHORTEST_ALIKE = 8
# So much of a secret, or so many characters of a long one, give it away.
_MOST_OF_IT, _MANY = 0.75, 16
# What comes after a changed letter is of the same secret if so many characters agree.
_AGREE = 3


@dataclass(frozen=True, slots=True)
class Same:
    """Characters of a text that are those of a secret, but for their case: where in each, and how many."""

    at: int
    of: int
    size: int


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text that gives a secret away; between its ``same`` are letters that are not the secret's."""

    start: int
    end: int
    same: tuple[Same, ...]


class Likeness:
    """Find what gives one secret away."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self._low = _lower(secret)
        size = len(secret)
        # With so many changes in it, one of its blocks is still as it was.
        block = min(_MANY, size // 3 if size >= 12 else size // 2)
        self._blocks = [(self._low[at : at + block], at) for at in range(0, size - block + 1, block)] if block else []
        self._word = re.compile(rf"(?<!\w){re.escape(secret)}(?!\w)") if size < SHORTEST_ALIKE else None

    def spans(self, text: str) -> Iterator[Span]:
        """Give the parts in their order; they do not overlap."""
        if self._word is not None:
            for found in self._word.finditer(text):
                yield Span(found.start(), found.end(), (Same(found.start(), 0, len(self.secret)),))
            return
        low, at = _lower(text), 0
        while (hit := self._next(low, at)) is not None:
            span = self._around(low, *hit, begin=at)
            if self._gives_away(span):
                yield span
                at = span.end
            else:
                at = hit[0] + 1

    def _next(self, low: str, begin: int) -> tuple[int, int] | None:
        found = ((low.find(block, begin), of) for block, of in self._blocks)
        return min((hit for hit in found if hit[0] >= 0), default=None)

    def _around(self, low: str, at: int, of: int, *, begin: int) -> Span:
        after = list(_agreeing(low[at : at + 2 * len(self._low)], self._low[of:]))
        back = low[max(begin, at - 2 * len(self._low)) : at][::-1]
        before = list(_agreeing(back, self._low[:of][::-1]))
        same = [Same(at - one.at - one.size, of - one.of - one.size, one.size) for one in reversed(before)]
        first, *others = (Same(at + one.at, of + one.of, one.size) for one in after)
        if same and (same[-1].at + same[-1].size, same[-1].of + same[-1].size) == (first.at, first.of):
            last = same.pop()
            first = Same(last.at, last.of, last.size + first.size)
        same += [first, *others]
        return Span(same[0].at, same[-1].at + same[-1].size, tuple(same))

    def _gives_away(self, span: Span) -> bool:
        known = sum(one.size for one in span.same)
        return known >= _MOST_OF_IT * len(self.secret) or max(one.size for one in span.same) >= _MANY


def spans_of(likenesses: Iterable[Likeness], text: str) -> list[tuple[Span, Likeness]]:
    """Give what gives any secret away, in its order; of parts that overlap the first, the longest, the most alike."""
    found = [(span, likeness) for likeness in likenesses for span in likeness.spans(text)]
    kept: list[tuple[Span, Likeness]] = []
    for span, likeness in sorted(found, key=lambda pair: (pair[0].start, -pair[0].end, len(pair[0].same))):
        if not kept or span.start >= kept[-1][0].end:
            kept.append((span, likeness))
    return kept


def _agreeing(text: str, secret: str) -> Iterator[Same]:
    """Go along both from their beginning, over single letters that are changed, left out or put in."""
    at = of = 0
    while True:
        size = _alike(text, at, secret, of)
        if size:
            yield Same(at, of, size)
        at, of = at + size, of + size
        for more, further in ((1, 1), (0, 1), (1, 0)):
            left = len(secret) - of - further
            if left > 0 and _alike(text, at + more, secret, of + further) >= min(_AGREE, left):
                at, of = at + more, of + further
                break
        else:
            return


def _alike(text: str, at: int, secret: str, of: int) -> int:
    size = 0
    while at + size < len(text) and of + size < len(secret) and text[at + size] == secret[of + size]:
        size += 1
    return size


def _lower(text: str) -> str:
    low = text.lower()
    # A few letters become two: then places in both would differ.
    return low if len(low) == len(text) else "".join(each.lower() if len(each.lower()) == 1 else each for each in text)
