"""``contracts run --soap``: a SOAP server judged by its URL, and whatever else may be at a URL."""

import time
from contextlib import contextmanager

import pytest
from click.testing import CliRunner
from werkzeug.wrappers import Request, Response

from contracts.cli import commands
from contracts.run.choices import Choices, command
from contracts.targets import urls
from emulator.app import create_emulator
from emulator.settings import Login, Settings
from tests.contracts.targets.servers import serving, unused_url
from tests.contracts.test_bad_targets import talking

QUICK = ("--phase", "soap wsdl", "--phase", "soap codes")


def run(*options):
    result = CliRunner().invoke(commands, ["run", *options], prog_name="contracts", env={"COLUMNS": "200"})
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@contextmanager
def served(**settings):
    emulator = create_emulator(Settings(**settings))
    with serving(emulator.wsgi) as url:
        yield url, emulator


def jobs(emulator):
    with emulator.store.transaction() as tx:
        return [repr(item) for item in tx.items(None)]


def judged(url, *options):
    return run("--soap", f"{url}/soap", "--emulator", url, *options)


def test_our_emulator_keeps_its_codes_and_its_wsdl_by_url():
    with served() as (url, _):
        result = judged(url, *QUICK)

    assert result.exit_code == 0, result.output
    assert "the SOAP server at" in result.output
    assert "codes    7 documented codes: all reached by SOAP\n" in result.output


@pytest.mark.parametrize("profile", ["lenient", "strict"])
def test_our_emulator_is_fuzzed_by_url_under_the_profile_that_it_tells(profile):
    with served(profile=profile, max_body_bytes=50_000) as (url, _):
        result = judged(url, "--phase", "soap fuzzing", "--setting", "max_body_bytes=50000", "--time-budget", "6")

    assert result.exit_code == 0, result.output
    assert " 0 cases" not in result.output
    assert f" {profile}" in result.output or "all kept" in result.output


def test_a_profile_that_is_another_than_is_said_is_found_out():
    with served(max_body_bytes=50_000) as (url, _):
        options = ("--phase", "soap fuzzing", "--setting", "profile=strict", "--setting", "max_body_bytes=50000")
        result = judged(url, *options, "--time-budget", "3")

    assert result.exit_code == 1, result.output
    assert "SCH-T-12" in result.output.splitlines()[-1]


def test_told_lives_of_soap_are_played_by_url():
    with served() as (url, _):
        result = judged(url, "--phase", "told lives", "--clause", "SCH-C-07")

    assert result.exit_code == 0, result.output
    assert "cases, all kept" in result.output


def test_a_life_that_presumes_another_profile_is_not_played():
    with served(profile="strict") as (url, _):
        result = judged(url, *QUICK, "--phase", "told lives", "--clause", "SCH-T-05", "--clause", "SCH-C-11")

    assert result.exit_code == 0, result.output
    assert "SCH-C-11  not exercised" in result.output
    assert "it presumes profile, soap_versions and unresourced_status as they are by default" in result.output


def test_a_server_without_a_control_api_is_judged_by_the_wire_and_the_rest_says_why_not():
    with served() as (url, emulator):
        before = jobs(emulator)
        result = run(
            "--soap", f"{url}/soap", "--setting", "unit=NORTH", *QUICK, "--phase", "*lives", "--phase", "mapping", "-v"
        )
        assert jobs(emulator) == before

    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "told lives skipped: nothing can be put into the server or seen in it" in told
    assert "mapping skipped: a run by --soap judges a SOAP server, and no REST facade" in told
    assert "SCH-C-02 not exercised" in told
    assert "not reached by SOAP: CancelJob 0, GetChangedWorkItems 281" in result.output


def test_a_read_only_run_leaves_everything_as_it_was():
    with served(max_body_bytes=50_000) as (url, emulator):
        before = jobs(emulator)
        options = ("--read-only", "--setting", "max_body_bytes=50000", "--time-budget", "6")
        result = judged(url, *QUICK, "--phase", "soap fuzzing", "--phase", "random lives", *options)

        assert jobs(emulator) == before
    assert result.exit_code == 0, result.output
    assert "random lives" in result.output


def test_a_login_is_sent_with_every_message_and_a_wrong_one_is_judged():
    with served(logins=(Login(database_user="DB", password="se&cret", sp_user="me"),)) as (url, _):
        with_login = judged(url, *QUICK, "--phase", "told lives", "--clause", "SCH-C-0[27]", "--login", "DB:se&cret:me")
        other = judged(url, *QUICK, "--login", "DB:other:me")
        without = judged(url, *QUICK)

    assert with_login.exit_code == 0, with_login.output
    assert other.exit_code == 1, other.output
    assert "se&cret" not in other.output
    assert without.exit_code == 2
    assert without.stderr == "contracts: the SOAP server asks for a login; say --login database:password:user\n"


def test_the_command_that_repeats_a_run_names_the_server():
    line = command(Choices(soap="http://127.0.0.1:1/sp", login="a:b:c", settings={"unit": "N"}), seed=1)

    assert line == 'contracts run --seed 1 --soap http://127.0.0.1:1/sp --setting unit=N --login "$LOGIN"'


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--soap", "http://127.0.0.1:1/soap", "--url", "http://127.0.0.1:1"], "--url says where a REST facade is, and --soap"),
        (["--soap", "http://127.0.0.1:1/soap", "--document", "servicebroker"], "--document says what a REST facade promises"),
        (["--soap", "http://127.0.0.1:1/soap", "--header", "A: b"], "--header says what a REST facade is sent"),
        (["--soap", "http://127.0.0.1:1/soap", "--setting", "colour=red"], "setting 'colour' is none of a SOAP server"),
        (["--soap", "http://127.0.0.1:1/soap", "--login", "a:b"], "--login: expected database:password:user"),
        (["--soap", "http://me:secret@127.0.0.1/soap"], "the URL of the SOAP server must hold no user and no password"),
        (["--soap", "ftp://127.0.0.1/soap"], "the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found 'ftp"),
        (["--soap", "127.0.0.1:8010"], "the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found '127"),
        (["--soap", "http://127.0.0.1:x/"], "the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found 'http"),
        (["--soap", "http://127.0.0.1/soap?wsdl"], "the URL of the SOAP server must be like"),
        (["--soap", ""], "the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found ''"),
        (["--soap", "http://scheduling.example/soap"], "http://scheduling.example/soap is not on this machine"),
        (["--soap", "http://127.0.0.1:1/soap", "--emulator", "http://x.example"], "http://x.example is not on this machine"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_one_line(options, message):
    result = run(*options)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"contracts: {message}")
    assert result.stderr.count("\n") == 1
    assert "secret" not in result.output


def test_a_setting_with_a_wrong_value_is_told_in_one_line():
    with served() as (url, _):
        result = run("--soap", f"{url}/soap", "--setting", "profile=loose")

    assert (result.exit_code, result.stderr) == (
        2, "contracts: setting profile: expected 'lenient' or 'strict', found 'loose'\n",
    )  # fmt: skip


def test_nobody_there_is_told_in_one_line():
    result = run("--soap", f"{unused_url()}/soap")

    assert result.exit_code == 2
    assert "gives no answer" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("talk", "message"),
    [
        (lambda connection, stop: stop.wait(0.4), "no whole answer within 0.3 s"),
        (lambda connection, stop: None, "the connection broke"),
        (lambda connection, stop: connection.sendall(b"SSH-2.0-x\r\n"), "the connection broke"),
    ],
)
def test_a_server_that_hangs_or_breaks_off_is_told_in_one_line(talk, message):
    began = time.monotonic()
    with talking(talk) as url:
        result = run("--soap", f"{url}/soap", "--timeout", "0.3")

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1
    assert time.monotonic() - began < 20


def test_a_server_that_sends_without_end_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(urls, "LARGEST_ANSWER", 100_000)
    with answered(lambda _: Response((b"x" * 65536 for _ in range(100)), content_type="text/xml")) as url:
        result = run("--soap", f"{url}/soap")

    assert result.exit_code == 2
    assert "the answer is larger than" in result.stderr


def answered(answer):
    @Request.application
    def application(request):
        return answer(request)

    return serving(application)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (
            lambda _: Response("<html>Login</html>", content_type="text/html"),
            "expected a WSDL with the root element definitions",
        ),
        (lambda _: Response("no XML"), "expected a WSDL, found no XML"),
        (lambda _: Response(status=302, headers={"Location": "/elsewhere"}), "expected status 200, found 302"),
        (lambda _: Response("gone", status=404), "expected status 200, found 404"),
    ],
)
def test_what_is_no_soap_server_breaks_what_one_promises(answer, found):
    with answered(answer) as url:
        result = run("--soap", f"{url}/sp", *QUICK)

    assert result.exit_code == 1
    assert "SCH-T-05" in result.output.splitlines()[-1]
    assert found in result.output
    assert "the answer is no SOAP message" in result.output


def test_a_server_that_hangs_later_on_is_given_up():
    @Request.application
    def application(request):
        if request.method == "POST":
            time.sleep(0.5)
        return Response("<x/>", content_type="text/xml")

    with serving(application) as url:
        result = run("--soap", f"{url}/sp", "--timeout", "0.1", "--phase", "soap fuzzing")

    assert result.exit_code in (1, 2)
    assert "requests got no answer" in result.output
