"""A request as a command that a person can repeat."""

import shutil
import subprocess

import pytest

from contracts.exchange import Request


@pytest.mark.parametrize(
    "body", [b'{"Id": "Dep-1306"}', b"it's", b"a\nb\tc\r", b"\x01\x1b[31m", b"\xff\xfe\\", "é\U0001f600".encode()]
)
def test_the_command_carries_the_body_to_the_byte(body):
    if shutil.which("bash") is None:
        pytest.skip("no bash on this machine to read the command")
    command = Request(method="PUT", path="/up", headers={"X": "y"}, body=body).curl()

    shown = subprocess.run(["bash", "-c", command.replace("curl", "printf '%s|'", 1)], capture_output=True, check=True).stdout

    assert shown == b"|".join([b"-X", b"PUT", b"http://127.0.0.1:8010/up", b"-H", b"X: y", b"--data-binary", body, b""])


def test_the_command_shows_no_control_character():
    command = Request(method="GET", path="/", body=b"\x00\x1b\x7f").curl()

    assert command.isprintable()
    assert command.endswith(r"$'\x00\x1b\x7f'")


def test_a_body_that_begins_with_an_at_sign_is_no_file():
    assert Request(method="POST", path="/x", body=b"@/etc/hosts").curl("http://h").endswith("--data-raw @/etc/hosts")
