"""Gateways that misbehave: each is told in one clear line, or as a named failure, and never as a traceback."""

import json
import socket
import threading
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from werkzeug.wrappers import Request, Response

from contracts.cli import commands
from contracts.targets import urls
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving

DOCUMENT = "tests/gateway/gateway.yaml"
ANSWER = json.dumps({"next": "7", "items": []})


def run(gateway, *options):
    with serving(create_emulator(Settings()).wsgi) as emulator, gateway as url:
        arguments = ["run", "--document", DOCUMENT, "--url", url, "--emulator", emulator, "--timeout", "0.3", *options]
        result = CliRunner().invoke(commands, arguments, prog_name="contracts", env={"COLUMNS": "200"})
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def answered(answer):
    @Request.application
    def application(request):
        return answer(request)

    return serving(application)


@contextmanager
def talking(talk):
    """Take connections one after the other, read a request, and let ``talk`` answer on the bare socket."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def serve():
            while not stop.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.recv(65536)
                    talk(connection, stop)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            stop.set()
            thread.join()


def test_a_gateway_that_answers_html_breaks_what_it_promises_of_its_answers():
    result = run(answered(lambda _: Response("<html>Login</html>", content_type="text/html")), "--phase", "mapping")

    assert result.exit_code == 1
    assert "DOC-A-01" in result.output.splitlines()[-1]
    assert "the content type is another: expected ('application/json',), found 'text/html'" in result.output


def test_a_gateway_that_redirects_is_not_followed():
    elsewhere = []

    def redirect(request):
        elsewhere.append(request.path)
        return Response(status=302, headers={"Location": "/elsewhere"})

    result = run(answered(redirect), "--phase", "mapping")

    assert result.exit_code == 1
    assert "the status is not documented" in result.output
    assert "found:    302" in result.output
    assert "/elsewhere" not in elsewhere


def test_a_gateway_that_hangs_is_given_up_after_three_requests_and_a_look():
    asked = []

    def hang(connection, stop):
        asked.append(connection)
        stop.wait(0.4)

    result = run(talking(hang))

    assert result.exit_code == 2
    assert "no whole answer within 0.3 s; the 3 last requests got no answer" in result.output
    assert "skipped: the target had given no answers any more" in result.output
    assert len(asked) == 4


def test_a_gateway_that_breaks_connections_is_told_as_such():
    result = run(talking(lambda connection, _: None))

    assert result.exit_code == 2
    assert "the connection broke" in result.output


def test_a_gateway_that_hangs_now_and_then_fails_by_name():
    wait = threading.Event()

    def now_and_then(request):
        if request.args.get("jeopardyOnly") == "false" and not request.args.get("since"):
            wait.wait(0.5)
        return Response(ANSWER, content_type="application/json")

    result = run(answered(now_and_then), "--phase", "mapping", "--clause", "DOC-A-01")

    assert result.exit_code == 1
    assert "there is no whole answer" in result.output
    assert "no whole answer within 0.3 s" in result.output


def test_a_gateway_that_sends_without_end_fails_by_name(monkeypatch):
    monkeypatch.setattr(urls, "LARGEST_ANSWER", 100_000)

    def flood(request):
        if request.args.get("jeopardyOnly") == "false" and not request.args.get("since"):
            return Response((b"x" * 65536 for _ in range(100)), content_type="application/json")
        return Response(ANSWER, content_type="application/json")

    result = run(answered(flood), "--phase", "mapping", "--clause", "DOC-A-01")

    assert result.exit_code == 1
    assert "the answer is larger than" in result.output


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--header", "no colon"], "expected NAME: VALUE, found 'no colon'"),
        (["--header", ": value"], "expected NAME: VALUE, found ''"),
        (["--login", "a:b"], "--login: expected database:password:user, each of them there, found something else"),
        (["--login", "a::c"], "--login: expected database:password:user"),
        (["--timeout", "0"], "0.0 is not in the range x>0"),
    ],
)
def test_a_wrong_option_is_told_and_exits_2(options, message):
    result = CliRunner().invoke(commands, ["run", "--url", "http://127.0.0.1:1", *options], prog_name="contracts")

    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize(
    "options", [["--header", "X: y"], ["--bearer", "t"], ["--login", "a:b:c"], ["--timeout", "3"], ["--read-only"]]
)
def test_what_is_for_a_facade_by_url_wants_a_url(options):
    result = CliRunner().invoke(commands, ["run", *options], prog_name="contracts")

    assert result.exit_code == 2
    assert result.stderr.startswith(f"contracts: {options[0]} says ")
    assert result.stderr.endswith("say --url too, where the facade is\n")
