"""`emulator health`: whether a running emulator will answer."""

import socket
import subprocess
import sys
import threading

import pytest

from emulator.testing import running


def health(*options: str) -> tuple[int, str, str]:
    done = subprocess.run([sys.executable, "-m", "emulator", "health", *options], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_one_that_answers_is_ready():
    with running() as scheduling:
        assert health("--url", scheduling.url) == (0, "ready\n", "")


def test_nobody_there_is_said():
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}"

    code, out, err = health("--url", url)

    assert (code, out) == (1, "")
    assert err.startswith(f"emulator: {url}: not ready: ")
    assert "refused" in err


def test_it_waits_for_one_that_comes_later():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    command = [sys.executable, "-m", "emulator", "health", "--url", f"http://127.0.0.1:{port}", "--wait", "60"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as waiting, running(port=port):
        out, _ = waiting.communicate(timeout=60)

    assert (waiting.returncode, out) == (0, "ready\n")


@pytest.mark.parametrize("status", ["404 Not Found", "200 OK"])
def test_somebody_else_is_not_taken_for_one(status):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            client, _ = server.accept()
            with client:
                client.recv(65536)
                client.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]".encode())

        thread = threading.Thread(target=answer)
        thread.start()
        code, _, err = health("--url", f"http://127.0.0.1:{server.getsockname()[1]}")
        thread.join()

    assert code == 1
    assert "not ready" in err


def test_what_is_no_url_is_said():
    assert health("--url", "127.0.0.1") == (2, "", "emulator: --url: expected a URL with http or https; found '127.0.0.1'\n")
