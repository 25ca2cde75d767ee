"""Files of a report: whole or not there, also when the run is cut short."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

PARTIAL = ".partial"


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file in an OSError: that of a full disk names none."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees a part of it; raise OSError that names it."""
    partial = path.with_name(path.name + PARTIAL)
    with naming(path), _gone_unless_whole(partial):
        partial.write_bytes(content)
        os.replace(partial, path)


def append(path: Path, content: bytes) -> None:
    """Write to the end of a file that others write to as well; raise OSError that names it."""
    with naming(path), path.open("ab") as file:
        file.write(content)


class GrowingFile:
    """A text file that grows under another name and gets its own when it is whole; every OSError names it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial = path.with_name(path.name + PARTIAL)
        with naming(path):
            self._file: TextIO = self._partial.open("w", encoding="utf-8", newline="\n")

    def write(self, text: str) -> None:
        """Add a text."""
        with naming(self._path):
            self._file.write(text)

    def close(self) -> None:
        """Say that the file is whole."""
        with naming(self._path), _gone_unless_whole(self._partial):
            self._file.close()
            os.replace(self._partial, self._path)


@contextmanager
def _gone_unless_whole(partial: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        with suppress(OSError):
            partial.unlink()
        raise
