"""A client that does as it likes with a connection, and processes that serve it."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

PATIENCE = 30  # seconds until a test that hangs fails


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """One connection, written to and read from byte by byte."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)

    def send(self, data: bytes) -> "Client":
        self.socket.sendall(data)
        return self

    def answer(self, method: str = "POST") -> Answered:
        # Closed in any case: one that is cut off holds the socket open otherwise.
        with http.client.HTTPResponse(self.socket, method=method) as response:
            response.begin()
            body = response.read()
            headers = {name.lower(): value for name, value in response.getheaders()}
            return Answered(status=response.status, headers=headers, body=body)

    def says_nothing_more(self) -> bool:
        """Whether the connection ends here."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def close(self) -> None:
        self.socket.close()


def request(path: str, body: bytes = b"", method: str = "POST", **headers: str) -> bytes:
    """Write a request; an underscore in a header's name stands for a hyphen."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Held:
    """Calls that wait until they are let go; a test knows when each has begun."""

    def __init__(self, directory: Path) -> None:
        self._lock, self._begun = directory / "lock", directory / "begun"
        os.mkfifo(self._begun)
        self._file = self._lock.open("wb")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def request(self, body: bytes = b"", **headers: str) -> bytes:
        return request(f"/waits?lock={self._lock}&begun={self._begun}", body, **headers)

    def wait_until_one_has_begun(self) -> None:
        self._begun.read_bytes()

    def let_go(self) -> None:
        self._file.close()


@contextmanager
def application(**options: object) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """Serve tests.emulator.serving.applications; give the process and its port."""
    command = [sys.executable, "-W", "error", "-m", "tests.emulator.serving.applications"]
    process = subprocess.Popen(
        [*command, *(f"{name}={value}" for name, value in options.items())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    too_late = Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    too_late.start()
    port = process.stdout.readline()
    too_late.cancel()
    try:
        yield process, int(port or 0)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE)
