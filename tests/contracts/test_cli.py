"""The command line."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from contracts.cli import commands
from contracts.reports.folder import FILES
from tests.contracts.targets.servers import Gateway, serving, unused_url


def contracts(*arguments: str):
    return CliRunner().invoke(commands, arguments, prog_name="contracts", env={"COLUMNS": "140"})


def test_help_teaches_by_example():
    text = contracts("run", "--help").output

    assert "--url http://127.0.0.1:9000" in text
    assert "Exit code: 0 every promise that was put to the test holds" in text


def test_help_loads_nothing_that_a_run_needs():
    code = (
        "import sys; from contracts.cli import commands; commands(['run', '--help'], standalone_mode=False); "
        "heavy = {'rich', 'yaml', 'httpx', 'lxml', 'hypothesis', 'schemathesis', 'emulator', 'jinja2'}; "
        "print(sorted(heavy & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--clause", "SB-X-*"], "no clause is called 'SB-X-*'; expected an id like SB-C-04 or one of"),
        (["--require-clauses", "documentd"], "no clause is called 'documentd'; expected an id like SB-C-04 or one of"),
        (["--require-clauses", "own"], "--require-clauses own: this run judges no own clause"),
        (["--require-clauses", ""], "--require-clauses: expected documented, interface, assumed, own, an id or a pattern"),
        (["--phase", "maping"], "no phase is called 'maping'; there are "),
        (["--setting", "validation"], "expected NAME=VALUE, found 'validation'"),
        (["--setting", "valdiation=broker"], "unknown setting 'valdiation' (from the run); did you mean validation?"),
        (["--setting", "validation=maybe"], "setting validation: expected pass-through or broker, found 'maybe'"),
        (["--setting", "error_status=x"], "setting error_status: expected a whole number, found 'x'"),
        (["--document", "nowhere.yaml"], "nowhere.yaml: expected a document's file or one of the names "),
        (["--document", "control"], "no operation has x-soap-operation, so there is nothing to compare with SOAP"),
        (["--emulator", "http://127.0.0.1:1"], "say --url too, where the facade is"),
        (["--url", "gateway:80"], "the URL of the facade must be like http://127.0.0.1:8010, found 'gateway:80'"),
        (["--url", "http://10.1.2.3"], "http://10.1.2.3 is not on this machine"),
        (["--url", "http://127.0.0.1:1", "--emulator", "http://example.org"], "http://example.org is not on this machine"),
        (["--url", "http://127.0.0.1:1", "--setting", "port=1"], "setting 'port' is in no document's x-settings; there are "),
        (["--time-budget", "0"], "0.0 is not in the range x>0"),
        (["--seed", "-1"], "-1 is not in the range x>=0"),
        (["--profile", "deep"], "'deep' is not one of 'quick', 'thorough'"),
    ],
)
def test_a_wrong_question_is_told_and_exits_2(arguments, message):
    result = contracts("run", *arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("text", ["", "[1, 2]", "openapi: 2.0.0", "a: [", "\x00"])
def test_a_document_that_is_no_openapi_is_told_and_exits_2(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)

    result = contracts("run", "--document", str(path))

    assert result.exit_code == 2
    assert result.stderr.startswith(f"contracts: {path}")
    assert len(result.stderr.splitlines()) == 1


def test_a_facade_that_nobody_answers_is_told_with_its_url_and_exits_2():
    url = unused_url()

    result = contracts("run", "--url", url)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"contracts: GET {url}/_emulator/health: cannot connect: ")


def test_a_facade_on_another_machine_is_judged_when_that_is_allowed():
    url = unused_url().replace("127.0.0.1", "0.0.0.0")

    assert f"{url} is not on this machine" in contracts("run", "--url", url).stderr
    assert f"{url}/_emulator/health: cannot connect" in contracts("run", "--url", url, "--allow-remote").stderr


def test_an_emulator_that_is_not_ready_is_told_and_exits_2():
    gateway = Gateway()
    gateway.status = "starting"
    with serving(gateway) as url:
        result = contracts("run", "--url", url)

    assert result.exit_code == 2
    assert result.stderr == f"contracts: the emulator at {url} is not ready: {{'status': 'starting'}}\n"


def test_a_report_directory_that_cannot_be_made_is_told_and_exits_2(tmp_path):
    (tmp_path / "file").write_text("")

    result = contracts("run", "--report-dir", str(tmp_path / "file" / "reports"))

    assert result.exit_code == 2
    assert "Not a directory" in result.stderr


def test_a_summary_that_cannot_be_written_is_told_before_the_run_and_exits_2(tmp_path):
    result = contracts("run", "--phase", "codes", "--summary", str(tmp_path / "none" / "summary.md"))

    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr
    assert "verdict" not in result.output


def test_reports_are_named_and_a_summary_goes_to_the_end_of_its_file(tmp_path):
    step = tmp_path / "step.md"
    step.write_text("before\n", "utf-8")

    result = contracts("run", "--phase", "codes", "--report-dir", str(tmp_path / "reports"), "--summary", str(step))

    assert result.exit_code == 0
    assert result.output.splitlines()[-1] == "reports: " + " ".join(str(tmp_path / "reports" / name) for name in FILES)
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == sorted(FILES)
    assert step.read_text("utf-8").startswith("before\n## ✅ Contracts: kept\n")


def test_a_secret_that_was_given_is_in_no_report_and_not_on_the_console(tmp_path):
    # The user has the password for its name, so that the secret stands where no secret is looked for.
    tenant = '[{"name": "acme", "token": "hush-token", "database_user": "A", "password": "hush-word", "sp_user": "hush-word"}]'
    result = contracts("run", "--phase", "codes", "--report-dir", str(tmp_path), "--setting", f"tenants={tenant}")

    assert result.exit_code == 1  # the login that the document names is not this tenant's
    assert "<spUser>***</spUser>" in result.output
    texts = [result.output, *(path.read_text("utf-8") for path in tmp_path.iterdir())]
    assert len(texts) == 1 + len(FILES)
    assert not any("hush" in text for text in texts)


@pytest.mark.parametrize(
    ("options", "there", "gone"),
    [
        ([], ["(--mapping shows each)"], ["unknown spelling", "SB-C-01   kept"]),
        (["--mapping"], ["unknown spelling"], ["SB-C-01   kept"]),
        (["-v"], ["SB-C-01   kept", "unknown spelling"], ["(--mapping shows each)"]),
    ],
)
def test_how_much_is_shown_in_the_end_can_be_chosen(options, there, gone):
    result = contracts("run", "--document", "servicebroker", "--phase", "mapping", *options)

    assert result.exit_code == 0
    assert [text for text in there if text not in result.output] == []
    assert [text for text in gone if text in result.output] == []


def test_a_long_and_a_short_word_ask_for_all_that_can_be_shown():
    (verbose,) = [each.opts for each in commands.commands["run"].params if each.name == "verbose"]

    assert verbose == ["-v", "--verbose"]


def test_list_prints_the_schema_of_the_json_lines_when_it_is_asked_for():
    result = contracts("list", "schema")

    assert json.loads(result.output)["$defs"]["run-started"]["properties"]["format"] == {"const": 3}
    assert '"$schema"' not in contracts("list").output


def test_list_shows_clauses_checks_phases_and_scenarios():
    result = contracts("list")

    assert result.exit_code == 0
    for known in ("SB-C-04", "documented", "an_answer_has_its_shape", "mapping", "lives", "a_job_is_cancelled_once"):
        assert known in result.output


def test_list_shows_only_what_was_asked_for():
    result = contracts("list", "phases")

    assert "mapping" in result.output
    assert "SB-C-04" not in result.output
