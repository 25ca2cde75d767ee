"""The workItem elements of poll replies, each written once: joining what was written takes a hundredth of writing it."""

from collections.abc import Hashable, Sequence
from itertools import islice
from operator import attrgetter
from threading import Lock

from emulator.scheduling.changes import Change
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.soap_server import types
from emulator.soap_server.replies import work_item
from emulator.soap_server.writing import Written, element_writer

# Enough for the largest reply there can be, of 100,000 work items.
_MOST_BYTES = 96 * 2**20
# What a text costs beside its letters, in the table and as an object, in bytes.
_EACH = 150
_STAMP = attrgetter("stamp")


class WorkItemTexts:
    """Give the element of each change, and keep the newest of them up to a size.

    A stamp belongs to one change, whose text depends on nothing else but the zone of its times.
    """

    def __init__(self, *, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._texts: dict[Hashable, bytes] = {}
        self._size = 0
        self._adding = Lock()
        self._write = element_writer("workItem", types.GCJWorkItemAttr)

    @property
    def size(self) -> int:
        """Tell how many bytes are kept."""
        return self._size

    def of(self, changed: ChangedWorkItems) -> Written:
        """Give the elements of a reply, in its order."""
        changes, zones = changed.changes, changed.zones
        keys: list[Hashable]
        if zones.one is not None:
            keys = list(map(_STAMP, changes))
        else:
            keys = [(change.stamp, zones.of(change.item)) for change in changes]
        found = list(map(self._texts.get, keys))
        if None in found:
            return Written(self._completed(found, keys, changes, changed))
        return Written(found)  # type: ignore[arg-type]

    def _completed(
        self, found: Sequence[bytes | None], keys: Sequence[Hashable], changes: Sequence[Change], changed: ChangedWorkItems
    ) -> list[bytes]:
        new: dict[Hashable, bytes] = {}
        texts = []
        for text, key, change in zip(found, keys, changes, strict=True):
            if text is None:
                parts: list[str] = []
                self._write(parts.append, work_item(change, changed.zones))  # type: ignore[arg-type]
                text = new[key] = "".join(parts).encode()
            texts.append(text)
        with self._adding:
            self._add(new)
        return texts

    def _add(self, new: dict[Hashable, bytes]) -> None:
        for key, text in new.items():
            if key not in self._texts:
                self._texts[key] = text
                self._size += len(text) + _EACH
        while self._size > self._most:
            # Many at once, since looking for the first of a dict passes over all that were taken out before.
            for key in list(islice(self._texts, len(self._texts) // 8 + 1)):
                self._size -= len(self._texts.pop(key)) + _EACH
