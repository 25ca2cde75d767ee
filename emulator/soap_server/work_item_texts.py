"""The workItem elements of poll replies, each written once: putting together what was written is a thousand times as fast."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from itertools import accumulate, pairwise, repeat
from operator import attrgetter
from threading import Lock

from emulator.scheduling.changes import Change
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.time_zones import Zones
from emulator.soap_server import types
from emulator.soap_server.replies import work_item
from emulator.soap_server.writing import Writer, Written, element_writer

# Enough for the largest reply there can be, of 100,000 work items.
_MOST_BYTES = 128 * 2**20
# The texts of a unit's changes are kept by blocks of so many stamps, and dropped by blocks.
_STAMPS = 1024
# What a text costs beside its bytes: most of it is the change, which may be kept here alone.
_EACH = 500
_STAMP = attrgetter("stamp")

# The unit, the number of the block, and the zone of the times, where that is one.
_Key = tuple[str, int, tzinfo | None]
# Which change, and the zone of the times, where zones differ by place.
_Mark = tuple[int, tzinfo | None]
_Texts = dict[_Mark, tuple[Change, bytes]]


@dataclass(frozen=True, slots=True)
class _Block:
    """Texts one after the other, with the change, the end and, where zones differ by place, the zone of each.

    The change, and not its stamp alone: where a database went back, a stamp may come again for another.
    """

    changes: tuple[Change, ...]
    places: tuple[tzinfo, ...]
    ends: Sequence[int]
    text: bytes

    @property
    def size(self) -> int:
        return len(self.text) + _EACH * len(self.changes)

    def texts(self) -> _Texts:
        """Give each text."""
        rows = zip(self.changes, self.places or repeat(None), pairwise((0, *self.ends)), strict=False)
        return {(id(change), zone): (change, self.text[start:end]) for change, zone, (start, end) in rows}


class WorkItemTexts:
    """Give the elements of changes, and keep the newest of them up to a size.

    The text of a change depends on nothing else but the zone of its times.
    """

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._blocks: dict[_Key, _Block] = {}
        self._size = 0
        self._keeping = Lock()
        self._write = _writer()

    @property
    def size(self) -> int:
        """Tell how many bytes are kept."""
        return self._size

    def of(self, changed: ChangedWorkItems) -> Written:
        """Give the elements of a reply in its order, those of a block in one piece."""
        changes, zones = changed.changes, changed.zones
        stamps = list(map(_STAMP, changes))
        pieces = []
        start = 0
        for end in _ends_of_blocks(stamps):
            block = changes[start:end]
            places = () if zones.one is not None else tuple(zones.of(change.item) for change in block)
            key = block[0].item.unit, stamps[start] // _STAMPS, zones.one
            pieces.append(self._piece(key, block, places, zones))
            start = end
        return Written(pieces)

    def _piece(self, key: _Key, changes: tuple[Change, ...], places: tuple[tzinfo, ...], zones: Zones) -> bytes:
        kept = self._blocks.get(key)
        if kept is not None and kept.changes == changes and kept.places == places:
            return kept.text
        found = kept.texts() if kept is not None else {}
        known = len(found)
        wanted: _Texts = {}
        for place, change in enumerate(changes):
            mark = id(change), places[place] if places else None
            if mark not in found:
                found[mark] = change, self._written(change, zones)
            wanted[mark] = found[mark]
        if len(found) == known:
            if 2 * len(wanted) <= known:
                return b"".join(text for _, text in wanted.values())
            # Most of the block: what is missing has changed since, and will not be asked for again.
            found = wanted
        block = _block(found)
        self._keep(key, block)
        return block.text if block.changes == changes else b"".join(text for _, text in wanted.values())

    def _written(self, change: Change, zones: Zones) -> bytes:
        parts: list[str] = []
        self._write(parts.append, work_item(change, zones))  # type: ignore[arg-type]
        return "".join(parts).encode()

    def _keep(self, key: _Key, block: _Block) -> None:
        with self._keeping:
            self._drop(key)
            if block.size > self._most:
                return
            while self._size + block.size > self._most:
                self._drop(next(iter(self._blocks)))
            self._blocks[key] = block
            self._size += block.size

    def _drop(self, key: _Key) -> None:
        block = self._blocks.pop(key, None)
        if block is not None:
            self._size -= block.size


@cache
def _writer() -> Writer:
    return element_writer("workItem", types.GCJWorkItemAttr)


def _ends_of_blocks(stamps: list[int]) -> Iterator[int]:
    """Tell where each run of stamps of one block ends."""
    if stamps == sorted(stamps):
        end = 0
        while end < len(stamps):
            end = bisect_left(stamps, (stamps[end] // _STAMPS + 1) * _STAMPS, end)
            yield end
        return
    # A poll with JeopOnly tells items in the order of the stamps from which a reply that is cut goes on.
    numbers = [stamp // _STAMPS for stamp in stamps]
    yield from (place for place in range(1, len(numbers)) if numbers[place] != numbers[place - 1])
    yield len(numbers)


def _block(found: _Texts) -> _Block:
    rows = sorted(found.items(), key=lambda row: row[1][0].stamp)
    places = tuple(zone for (_, zone), _ in rows if zone is not None)
    texts = [text for _, (_, text) in rows]
    changes = tuple(change for _, (change, _) in rows)
    return _Block(changes, places, array("I", accumulate(map(len, texts))), b"".join(texts))
