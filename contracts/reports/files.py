"""Files of a report: whole or not there, also when the run is cut short."""

import os
from pathlib import Path
from typing import TextIO

PARTIAL = ".partial"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees a part of it."""
    partial = path.with_name(path.name + PARTIAL)
    partial.write_bytes(content)
    os.replace(partial, path)


def append(path: Path, content: bytes) -> None:
    """Write to the end of a file that others write to as well."""
    with path.open("ab") as file:
        file.write(content)


class GrowingFile:
    """A text file that grows under another name and gets its own when it is whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + PARTIAL)
        self._file: TextIO = self._partial.open("w", encoding="utf-8", newline="\n")

    def write(self, text: str) -> None:
        """Add a text."""
        self._file.write(text)

    def close(self) -> None:
        """Say that the file is whole."""
        self._file.close()
        os.replace(self._partial, self._path)
