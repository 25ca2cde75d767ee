"""A run with a token against a facade that takes spoiled ones: no report gives it away, and a replay sends the same."""

import pytest
from click.testing import CliRunner

from contracts.cli import commands
from contracts.reports.folder import FILES
from emulator.app import create_emulator
from emulator.settings import Settings
from emulator.settings_source import settings_of
from tests.contracts.targets.servers import serving

TOKEN = "s3cr3t-Kn0ck.0f_Brok3r-4711"
TENANT = (
    '[{"name": "t", "token": "%s", "auth_type": "SAT", "database_user": "SCHEMA", "password": "secret", '
    '"sp_user": "broker", "scheduling_version": "14.2"}]'
)


class Careless:
    """A facade that takes a token with more behind it for the right one; ``shown`` is what it was shown."""

    def __init__(self):
        settings = settings_of(("auth", "true", "test"), ("tenants", TENANT % TOKEN, "test"))
        assert isinstance(settings, Settings)
        self._app = create_emulator(settings).wsgi
        self.shown = []

    def __call__(self, environ, start_response):
        shown = environ.get("HTTP_AUTHORIZATION")
        if shown and environ["PATH_INFO"].startswith("/up/"):
            self.shown.append(shown)
            environ["HTTP_AUTHORIZATION"] = shown[: len(f"Bearer {TOKEN}")]
        return self._app(environ, start_response)


@pytest.fixture(scope="module")
def careless():
    """Give the facade, the folder of the reports, what was on the console, and all that the facade was shown in the run."""
    facade = Careless()
    with serving(facade) as url:
        yield facade, url


@pytest.fixture(scope="module")
def judged(careless, tmp_path_factory):
    facade, url = careless
    folder = tmp_path_factory.mktemp("reports")
    phases = [word for phase in ("http_order", "mapping") for word in ("--phase", phase)]
    command = ["run", "--url", url, "--document", "servicebroker", "--bearer", TOKEN, "--report-dir", str(folder), "-v"]
    result = CliRunner().invoke(commands, [*command, *phases], env={"COLUMNS": "200"})
    assert result.exit_code == 1, result.output
    return folder, result.output, list(facade.shown)


def gives_away(text):
    """Tell whether a text shows the token, or so much of it that the rest is guessed."""
    low = text.lower()
    return [piece for piece in ("kn0ck", "brok3r", "s3cr3t") if piece in low]


def test_the_facade_was_shown_spoiled_tokens(judged):
    shown = set(judged[2])

    assert {f"Bearer {TOKEN}x", TOKEN, f"Bearer {TOKEN}"} <= shown


def test_no_report_of_the_run_gives_the_token_away(judged):
    folder, output, _ = judged
    texts = {path.name: path.read_text("utf-8") for path in folder.iterdir()} | {"console": output}

    assert set(texts) == {*FILES, "console"}
    assert {name: gives_away(text) for name, text in texts.items()} == {name: [] for name in texts}
    # What is shown in its place tells how to put it in again.
    assert '"Authorization": "Bearer ${CONTRACTS_BEARER}x"' in texts["contracts.jsonl"]


def test_a_replay_sends_the_very_same_spoiled_token(careless, judged):
    facade, _ = careless
    facade.shown.clear()

    result = CliRunner().invoke(
        commands, ["replay", "F1", "--report", str(judged[0] / "contracts.jsonl")], env={"CONTRACTS_BEARER": TOKEN}
    )

    assert result.exit_code == 1, result.output
    assert result.output.splitlines()[-1].startswith("F1 still fails")
    assert gives_away(result.output) == []
    assert facade.shown[-1] == f"Bearer {TOKEN}x"
