"""What a report gives to paste, pasted: it shows the defect while it is there, and no longer when it is mended."""

import os
import shutil
import subprocess
from contextlib import closing, contextmanager

import pytest

from contracts.again.finishing import Finisher
from contracts.again.secrets import Secrets, named_secrets
from contracts.exchange import SoapCall
from contracts.reports.masking import Mask
from contracts.reports.repeat import Places, as_zeep
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


def test_a_pasted_test_fails_until_the_defect_is_mended():
    with served() as (gateway, url, scheduling):
        found = ways(url, scheduling)

        with pytest.raises(AssertionError):
            run_as_pytest(found["pytest"])
        gateway.use(*MENDED)
        run_as_pytest(found["pytest"])


def test_pasted_curl_lines_and_zeep_lines_make_the_same_calls(capsys):
    with served() as (_, url, scheduling):
        found = ways(url, scheduling)

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
    assert "'\"${CONTRACTS_BEARER}\"'" in text
    assert "os.path" in text
    assert os.path.expandvars("${CONTRACTS_HEADER_X_API_KEY}") in text


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("<jobId>J-1</jobId>", "the WSDL has no jobId"),
        ("<jobID>J-1</jobID><jobID>J-2</jobID>", "jobID is there twice"),
        ("<jobID>J-1</jobID><login/>", "login is not in its order"),
        ("<jobID", "it is no XML"),
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
