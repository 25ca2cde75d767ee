"""The command line: what it prints, and how it ends."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Timer
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from emulator.cli import main
from emulator.settings import setting_rows

SERVE = [sys.executable, "-W", "error", "-m", "emulator", "serve"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("EMULATOR_")}


def run(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environ, catch_exceptions=False)


def serve_and_fail(*arguments: str, **environ: str) -> str:
    done = subprocess.run([*SERVE, *arguments], env=ENVIRONMENT | environ, capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stdout) == (2, ""), done
    return done.stderr


@contextmanager
def serving(*arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Give the process and its ready line; one that says nothing or does not end is killed after a while."""
    process = subprocess.Popen(
        [*SERVE, "--port", "0", *arguments],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    too_late = Timer(30, os.killpg, (process.pid, signal.SIGKILL))
    too_late.start()
    ready = process.stdout.readline()
    too_late.cancel()
    try:
        yield process, ready
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=20)


def urls(ready: str) -> dict[str, str]:
    words = ready.split()
    assert words[0] == "ready", ready
    return dict(zip(words[1::2], words[2::2], strict=True))


def status(url: str, method: str = "GET", body: str = "", content_type: str = "application/json") -> int:
    try:
        request = Request(url, method=method, data=body.encode() or None, headers={"Content-Type": content_type})
        with urlopen(request, timeout=20) as response:
            return int(response.status)
    except HTTPError as error:
        return error.code


# -- serve


def test_the_ready_line_names_urls_that_answer():
    with serving() as (_, ready):
        found = urls(ready)

        assert list(found) == ["SOAP", "WSDL", "REST", "Azure", "JOC", "CRM.COM", "control"]
        assert status(found["SOAP"]) == 405
        assert status(found["WSDL"]) == 200
        assert status(f"{found['REST']}/CancelJob", "PUT", '{"Id": "J-1001"}') == 200
        assert status(f"{found['Azure']}/jobs?api-version=2023-11-01") == 200
        assert status(f"{found['JOC']}/joc/version", "POST") == 440
        assert status(f"{found['CRM.COM']}/jobs/all_scopes/list") == 401
        assert status(f"{found['control']}/health") == 200


def test_a_name_is_as_good_as_an_address():
    with serving("--host", "localhost") as (_, ready):
        assert urls(ready)["control"].startswith("http://localhost:")
        assert status(f"{urls(ready)['control']}/health") == 200


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_well_and_silently_when_it_is_stopped(stop):
    with serving() as (process, ready):
        port = urls(ready)["SOAP"]
        status(port)

        process.send_signal(stop)
        out, err = process.communicate(timeout=20)

        assert (process.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_every_process_ends_it_as_well(stop):
    with serving() as (process, _):
        os.killpg(process.pid, stop)
        out, err = process.communicate(timeout=8)  # after ten seconds a worker that hangs is killed

        assert (process.returncode, out, err) == (0, "", "")


def test_no_worker_outlives_the_process_that_was_killed():
    with serving() as (process, ready):
        control = urls(ready)["control"]
        process.kill()
        process.communicate(timeout=20)  # ends when nobody holds the pipes any more

        with pytest.raises(URLError):
            status(f"{control}/health")


def test_a_port_that_is_taken_is_an_error():
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        assert serve_and_fail("--port", str(port)) == (
            f"emulator: cannot listen on 127.0.0.1 port {port}: Address already in use; "
            "choose another with --port, or 0 for a free one\n"
        )


def test_a_port_that_another_emulator_serves_is_taken():
    with serving() as (_, ready):
        port = urls(ready)["SOAP"].split(":")[2].partition("/")[0]

        assert f"port {port}: Address already in use" in serve_and_fail("--port", port)


def test_a_port_can_be_served_again_at_once():
    with serving() as (process, ready):
        control = urls(ready)["control"]
        status(f"{control}/health")
        process.terminate()
        process.communicate(timeout=20)

    port = control.split(":")[2].partition("/")[0]
    with serving("--port", port) as (_, ready):
        assert urls(ready)["control"] == control


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.1"])
def test_an_address_of_no_use_is_an_error(host):
    assert host in serve_and_fail("--host", host)


def test_a_typo_in_a_scenario_file_is_an_error_with_line_key_and_allowed_keys(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("units: [{id: NORTH}]\nitems:\n  - id: J\n    unti: NORTH\n")

    message = serve_and_fail("--port", "0", "--scenario", str(file))

    assert message.startswith(f"emulator: {file}:4: items[0].unti: expected one of the keys id, type, unit,")
    assert message.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "prot=1"], "emulator: unknown setting 'prot' (from the arguments); did you mean port?\n"),
        (["--profile", "lax"], "emulator: setting profile: expected 'lenient' or 'strict'; found 'lax' (from the arguments)\n"),
        (
            ["--scenario", "nowhere.yaml"],
            "emulator: scenario nowhere.yaml: expected a file, or one of a-day, default, empty; found",
        ),
        (["--settings", "nowhere.toml"], "emulator: settings file nowhere.toml: cannot be read: No such file or directory\n"),
        (
            ["--workers", "2"],
            "emulator: setting workers: expected 1 with the state in memory, which one process holds; several need --state "
            "postgresql://...; found 2\n",
        ),
        (["--max-pending", "0"], "emulator: setting max_pending: expected a whole number from 1 to 1000000; found 0"),
        (["--set", "tz_GCJAPI=5"], "emulator: setting tz_GCJAPI: expected '0', '2', '3', '6', '7', or a zone name"),
    ],
)
def test_a_wrong_setting_is_an_error(arguments, message):
    assert serve_and_fail("--port", "0", *arguments).startswith(message)


def test_a_wrong_variable_is_an_error():
    assert "EMULATOR_PROT" in serve_and_fail("--port", "0", EMULATOR_PROT="1")


def test_flags_win_over_the_environment():
    message = serve_and_fail("--port", "0", "--profile", "lax", EMULATOR_PROFILE="strict")

    assert "found 'lax' (from the arguments)" in message


# -- the other commands


def test_reset_puts_a_running_emulator_back():
    with serving() as (_, ready):
        control = urls(ready)["control"]
        status(f"{control}/work-items/J-1001", "DELETE")
        before = status(f"{control}/work-items/J-1001")

        result = run("reset", "--url", control.removesuffix("/_emulator"))

        assert (result.exit_code, result.output) == (0, "")
        assert (before, status(f"{control}/work-items/J-1001")) == (404, 200)


def test_reset_says_when_there_is_no_emulator():
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        port = unused.getsockname()[1]

    result = run("reset", "--url", f"http://127.0.0.1:{port}")

    assert result.exit_code == 2
    assert result.output.startswith(f"emulator: http://127.0.0.1:{port}: expected an emulator; found ")


def test_reset_takes_only_http():
    assert run("reset", "--url", "file:///etc").exit_code == 2


def test_wsdl_prints_the_wsdl_with_the_address():
    result = run("wsdl", "--address", "http://scheduling.test/soap")

    assert result.exit_code == 0
    assert result.output.startswith("<?xml ")
    assert 'location="http://scheduling.test/soap"' in result.output


def test_settings_lists_each_setting_with_what_is_allowed():
    output = run("settings").output

    for row in setting_rows():
        assert f"{row.name} = " in output
        assert f"    {row.says} ({row.source})\n    allowed: {row.allowed}\n" in output


def test_scenario_check_says_what_is_good_and_what_is_not(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text("units: [{id: NORTH}, {id: NORTH}]\n")

    good, bad = run("scenario", "check", "default", "empty"), run("scenario", "check", str(file), "default")

    assert (good.exit_code, good.output) == (
        0,
        "default: good, 4 units, 50 work items, 0 events\nempty: good, 0 units, 0 work items, 0 events\n",
    )
    assert bad.exit_code == 2
    assert f"emulator: {file}:1: units[1].id: expected an id of its own" in bad.output
    assert "default: good" in bad.output


COMMANDS = [
    [], ["serve"], ["wsdl"], ["reset"], ["settings"],
    ["scenario", "check"], ["scenario", "schema"], ["scenario", "generate"],
    ["clock"], ["clock", "show"], ["clock", "set"], ["clock", "advance"], ["clock", "freeze"], ["clock", "run"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_an_example(command):
    result = run(*command, "--help")

    assert result.exit_code == 0
    assert "emulator " in result.output
    assert "xample" in result.output or "curl" in result.output


def test_help_imports_nothing_that_takes_long():
    program = "import sys; from emulator.cli import main; print(sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert not [name for name in ("spyne", "asyncio", "httpx", "lxml", "yaml", "werkzeug", "rich") if f"'{name}'" in loaded]


def test_serve_imports_nothing_that_only_other_commands_need():
    program = "import sys, emulator.server; print(sorted(sys.modules))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert not [name for name in ("httpx", "rich", "jsonschema", "schemathesis", "hypothesis") if f"'{name}'" in loaded]


def test_python_m_emulator_is_the_same_command():
    done = subprocess.run([sys.executable, "-m", "emulator", "--help"], capture_output=True, text=True, check=True)

    assert done.stdout.startswith("Usage: emulator ")


def test_no_file_of_the_package_holds_a_scenario_that_is_wrong():
    names = [file.stem for file in (Path(__file__).parents[2] / "emulator" / "scenarios").glob("*.yaml")]

    assert run("scenario", "check", *names).exit_code == 0
