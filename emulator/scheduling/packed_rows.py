"""The rows of a scenario file, packed: a million of them would fill a gigabyte as Python's own dicts and texts."""

import marshal
from collections.abc import Iterable, Iterator
from zlib import compress, decompress

_BLOCK = 500
_QUICKLY = 1


class PackedRows:
    """A list of JSON values that is walked from its start; only a block of them is there in full at a time."""

    __slots__ = ("_blocks", "_open", "_packed")

    def __init__(self, rows: Iterable[object] = ()) -> None:
        self._blocks: list[bytes] = []
        self._packed = 0
        self._open: list[object] = []
        for row in rows:
            self.append(row)

    def __len__(self) -> int:
        return self._packed + len(self._open)

    def __iter__(self) -> Iterator[object]:
        for block in self._blocks:
            yield from marshal.loads(decompress(block))  # noqa: S302 - nobody else's bytes
        yield from self._open

    def append(self, row: object) -> None:
        """Add a row."""
        self._open.append(row)
        if len(self._open) >= _BLOCK:
            self._close()

    def extend(self, rows: "PackedRows | Iterable[object]") -> None:
        """Add rows; those that are packed stay so."""
        if not isinstance(rows, PackedRows):
            for row in rows:
                self.append(row)
            return
        if rows._blocks:
            self._close()
            self._blocks += rows._blocks
            self._packed += rows._packed
        for row in rows._open:
            self.append(row)

    def _close(self) -> None:
        if self._open:
            self._blocks.append(compress(marshal.dumps(self._open), _QUICKLY))
            self._packed += len(self._open)
            self._open = []
