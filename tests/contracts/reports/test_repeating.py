"""What a report gives to paste, pasted: it shows the defect while it is there, and no longer when it is mended."""

import shutil
import subprocess
from contextlib import closing, contextmanager

import pytest

from contracts.again.finishing import Finisher
from contracts.again.secrets import Secrets, named_secrets
from contracts.again.steps import Step, Story, ToFacade, ToSoap
from contracts.exchange import Request, SoapCall
from contracts.failures import Failure
from contracts.reports.masking import Mask
from contracts.reports.repeat import Places, as_shell, as_test, as_zeep
from contracts.reports.repeating import ways_to_repeat
from contracts.reports.secret_values import secret_values
from contracts.reports.telling import tell
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.preparation import prepare
from emulator.app import create_emulator
from emulator.settings import Settings
from tests.contracts.targets.servers import serving
from tests.contracts.test_any_document import FOLDER, MENDED, with_changes

CUT = ('text["id"][:49]', 'escape(given["id"][:49])')
TOKEN = "a-token-of-somebody"


class Exchangeable:
    """A gateway that can be mended while it is served."""

    def __init__(self, soap_url):
        self._soap_url = soap_url
        self.use()

    def use(self, *changes):
        self._app = with_changes(*changes).create_gateway(self._soap_url)

    def __call__(self, environ, start_response):
        return self._app(environ, start_response)


@contextmanager
def served():
    with serving(create_emulator(Settings()).wsgi) as scheduling:
        gateway = Exchangeable(f"{scheduling}/soap")
        gateway.use(*(CUT if change[0] == CUT[0] else change for change in MENDED))
        with serving(gateway) as url:
            yield gateway, url, scheduling


def ways(url, scheduling, **more):
    choices = Choices(documents=[str(FOLDER / "gateway.yaml")], url=url, emulator=scheduling, phases=["limits"], **more)
    prepared = prepare(choices)
    mask, secrets = Mask(secret_values(choices)), Secrets(named_secrets(choices, prepared.context.documents))
    finish = Finisher(context=prepared.context, mask=mask, secrets=secrets).finish
    with closing(prepared.context.target):
        events = run(prepared.started, prepared.phases, prepared.context)
        tell(events, prepared.verdict, [], spent=lambda: 0.0, mask=mask, finish=finish)
    (group,) = prepared.verdict.groups
    assert group.example.where == "JobCancelRequest/jobID"
    return ways_to_repeat(group, prepared.verdict)


def run_as_pytest(text):
    names = {}
    exec(compile(text, "pasted.py", "exec"), names)
    (test,) = (value for name, value in names.items() if name.startswith("test_"))
    test()


def test_a_pasted_test_fails_until_the_defect_is_mended_and_needs_nothing_of_ours(monkeypatch):
    with served() as (gateway, url, scheduling):
        found = ways(url, scheduling, bearer=TOKEN)
        monkeypatch.setenv("CONTRACTS_BEARER", TOKEN)

        assert "contracts" not in found["pytest"].replace("CONTRACTS_BEARER", "")
        with pytest.raises(AssertionError):
            run_as_pytest(found["pytest"])
        gateway.use(*MENDED)
        run_as_pytest(found["pytest"])


def test_pasted_curl_lines_and_zeep_lines_make_the_same_calls(capsys):
    with served() as (_, url, scheduling):
        found = ways(url, scheduling)

        assert found["zeep"].startswith("# *** was a secret: put it in\nfrom zeep import Client\n")
        exec(compile(found["zeep"], "pasted.py", "exec"), {})

        assert "'code': 1" in capsys.readouterr().out
        if shutil.which("curl") is None or shutil.which("bash") is None:
            pytest.skip("there is no curl or no bash on this machine")
        for name in ("curl", "raw envelope"):
            lines = found[name].rpartition("\n\n")[2]
            said = subprocess.run(["bash", "-c", lines], capture_output=True, text=True, timeout=30)
            assert said.returncode == 0, said.stderr
            assert ("Scheduling refused" if name == "curl" else "<code>1</code>") in said.stdout


def test_a_token_of_the_run_is_a_variable_wherever_it_is_needed():
    with served() as (_, url, scheduling):
        found = ways(url, scheduling, bearer=TOKEN, headers={"X-Api-Key": TOKEN + "-key"})

    text = "\n".join(found.values())
    assert TOKEN not in text
    assert "'Authorization: Bearer '\"${CONTRACTS_BEARER}\"''" in found["curl"]
    assert "'X-Api-Key: '\"${CONTRACTS_HEADER_X_API_KEY}\"''" in found["curl"]
    assert "'Authorization': 'Bearer ' + os.environ[\"CONTRACTS_BEARER\"]" in found["pytest"]


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("<jobId>J-1</jobId>", "the WSDL has no jobId"),
        ("<jobID>J-1</jobID><jobID>J-2</jobID>", "jobID is there twice"),
        ("<jobID>J-1</jobID><login/>", "login is not in its order"),
        ("<jobID", "it is no XML"),
        ("<b:onHold xmlns:b='urn:b'>1</b:onHold>", "the WSDL has no {urn:b}onHold"),
    ],
)
def test_what_zeep_cannot_send_is_said(message, says):
    envelope = (
        (
            '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
            f'<JobCancelRequest xmlns="http://www.servicepower.com/sp.xsd1" >{message}</JobCancelRequest></e:Body></e:Envelope>'
        )
        .replace("<JobCancelRequest xmlns=", "<p:JobCancelRequest xmlns:p=")
        .replace("</JobCancelRequest>", "</p:JobCancelRequest>")
    )

    text = as_zeep(SoapCall(operation="CancelJob", request=envelope, response="", status=200), Places())

    assert text.startswith("# zeep cannot send this: ")
    assert says in text


def test_what_zeep_would_make_a_boolean_of_is_not_sent_by_zeep():
    envelope = (
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
        '<p:GetChangedWorkItemsRequest xmlns:p="http://www.servicepower.com/sp.xsd1"><options><JeopOnly>maybe</JeopOnly></options>'
        "</p:GetChangedWorkItemsRequest></e:Body></e:Envelope>"
    )

    text = as_zeep(SoapCall(operation="GetChangedWorkItems", request=envelope, response="", status=200), Places())

    assert "options/JeopOnly is a boolean" in text


def test_a_shell_fills_in_a_variable_between_any_quotes():
    request = Request(method="POST", path="/x", headers={"A": "it's ${SECRET_A} here"}, body=b"\x01 ${SECRET_A} \x02")
    story = Story(steps=(Step(number=1, action=ToFacade(request=request)),))
    line = as_shell(story, Places(by_url=True)).splitlines()[-1].replace("curl", "printf '<%s>'")

    said = subprocess.run(["bash", "-c", line], capture_output=True, env={"SECRET_A": "a b"}, timeout=30)

    assert b"<A: it's a b here>" in said.stdout
    assert b"<\x01 a b \x02>" in said.stdout


def test_a_setting_over_two_lines_stays_in_its_comment():
    story = Story(settings={"scenario": "a\nrm -r x"})

    first, *others = as_shell(story, Places()).splitlines()

    assert first == "# first: emulator serve --set 'scenario=a\\nrm -r x'"
    assert others == ["curl -X POST http://127.0.0.1:8010/_emulator/reset"]


def test_a_soap_server_without_a_control_api_is_asked_for_nothing_else():
    story = Story(steps=(Step(number=1, action=ToSoap(request=Request(method="POST", path="/sp", body=b"x"))),))

    assert (
        as_shell(story, Places(soap="http://h:1/sp", control=None, by_url=True)) == "curl -X POST http://h:1/sp --data-binary x"
    )


def asked(text="x", **request):
    """Give a story of one request that has a text everywhere."""
    given = {"method": "PUT", "path": f"/{text}", "headers": {"X": text}, "body": text.encode()} | request
    return Story(steps=(Step(number=1, action=ToFacade(request=Request(**given))),))


BY_URL = Places(facade="http://127.0.0.1:9", control="http://127.0.0.1:9", by_url=True)


@pytest.mark.parametrize("places", [Places(), BY_URL])
@pytest.mark.parametrize(
    ("where", "expected"), [("status", 401), ("body.data.state", None), ("JobCancelRequest/cancelReason/text", "O'Neill")]
)
def test_a_test_is_python_whatever_stands_in_its_request(places, where, expected):
    text = '"""\\ \'${CONTRACTS_BEARER:0:3}x ${A} {b} \n'
    story = asked(text, path="/x", headers={"A": "${CONTRACTS_BEARER_JSON}"}, body=text.encode() + b"\xff")

    written = as_test("F1", Failure('it is """ so \\', where=where, expected=expected), story, places)

    compile(written, "pasted.py", "exec")
    assert 'os.environ["CONTRACTS_BEARER"][0:3]' in written
    assert "def test_f1_it_is_so():" in written
    assert ("from contracts" in written) is not places.by_url


@pytest.mark.parametrize(
    ("story", "where"),
    [
        (asked(headers={"A": "{token}"}), "status"),
        (asked(path="/a b"), "status"),
        (asked(headers={"Content-Length": "3"}), "status"),
        (asked(headers={"A": "ü"}), "status"),
        (asked(method="put"), "status"),
        (asked(), "body.items[0]"),
        (asked(), ""),
    ],
)
def test_what_a_plain_client_cannot_send_or_a_line_cannot_judge_is_replayed(tmp_path, story, where):
    report = tmp_path / "it's" / "contracts.jsonl"

    written = as_test("F1", Failure("m", where=where, expected=401), story, BY_URL, report)

    with pytest.raises(AssertionError, match=r"is not there: say where it is in CONTRACTS_REPORT"):
        run_as_pytest(written)
    assert repr(str(report)) in written


def test_a_replay_as_a_test_says_what_the_replay_says(tmp_path, monkeypatch):
    report = tmp_path / "moved.jsonl"
    report.write_text("no JSON")
    monkeypatch.setenv("CONTRACTS_REPORT", str(report))

    with pytest.raises(AssertionError, match="expected JSON, found 'no JSON'"):
        run_as_pytest(as_test("F1", Failure("m"), asked(), BY_URL))
