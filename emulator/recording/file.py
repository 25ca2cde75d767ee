"""The file of a recording: begun, or continued; each exchange is in it whole as soon as its caller has the answer."""

import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from emulator.recording.exchange import FORMAT, VERSION, Exchange, written, written_head


class RecordingError(ValueError):
    """Say what is wrong with a file that is to be, or to hold, a recording."""


class RecordingFile:
    """Append exchanges to a file; nothing that is in it is ever changed."""

    def __init__(self, path: Path, *, began: datetime, upstream: str) -> None:
        """Open it; raise RecordingError for what cannot be written, or is no recording."""
        self.path = path
        self.kept = 0
        self._writing = Lock()
        try:
            self._file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise RecordingError(f"--out: expected a file that can be written; found {str(path)!r}: {error.strerror}") from None
        try:
            self._alone()
            self._ends_a_line = _ends_a_line(self._file, path)
            self._append(written_head(began=began, upstream=upstream))
        except OSError as error:
            self.close()
            raise RecordingError(f"--out: expected a file that can be written; found {str(path)!r}: {error.strerror}") from None
        except RecordingError:
            self.close()
            raise

    def keep(self, exchange: Exchange) -> None:
        """Append an exchange; raise OSError where it cannot be written."""
        with self._writing:
            self._append(written(exchange))
            self.kept += 1

    def close(self) -> None:
        """Close the file."""
        with suppress(OSError):
            os.close(self._file)

    def _append(self, line: str) -> None:
        # One write for the whole line: a process that is killed leaves a line or none. Where one was not finished, by a machine
        # or a disk that gave out, the next begins on a line of its own.
        data = f"{'' if self._ends_a_line else chr(10)}{line}\n".encode("utf-8", "replace")
        self._ends_a_line = False
        while data:
            data = data[os.write(self._file, data) :]
        self._ends_a_line = True

    def _alone(self) -> None:
        try:
            import fcntl
        except ImportError:  # not on Windows, where nobody is kept out
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RecordingError(
                f"--out: expected a file that nobody else records to; found {str(self.path)!r}, which somebody does"
            ) from None


def is_head(line: bytes) -> bool:
    """Tell whether a line is one that a recording begins with; raise RecordingError for one of a later format."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    if not isinstance(found, dict) or found.get("recording") != FORMAT:
        return False
    if found.get("version") != VERSION:
        raise RecordingError(f"expected a recording of version {VERSION}; found version {found.get('version')!r}")
    return True


def _ends_a_line(file: int, path: Path) -> bool:
    size = os.fstat(file).st_size
    if not size:
        return True
    first = os.pread(file, 4096, 0).partition(b"\n")[0]
    try:
        ours = is_head(first)
    except RecordingError as error:
        raise RecordingError(f"--out: {path}: {error}") from None
    if not ours:
        raise RecordingError(f"--out: expected a new file, or a recording to continue; found {str(path)!r}, which is neither")
    return os.pread(file, 1, size - 1) == b"\n"
