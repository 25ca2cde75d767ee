"""Every command has help with an example, and each example that it shows can be run as it stands."""

import inspect
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from contracts.cli import commands
from emulator.cli import main
from emulator.testing import running

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
PROGRAMS = {"emulator": main, "contracts": commands}

# An example is a line of the help that stands two columns in and begins as a shell would have it; two spaces end it.
EXAMPLE = re.compile(r"^  (?P<line>(?:[A-Z_]+=\S+ )?(?:emulator|contracts|curl) \S.*?)(?:  .*)?$", re.MULTILINE)

PREFIX = re.compile(r"[A-Z_]+=\S+ ")

# What serves until it is told to stop: its first line says that it is ready.
SERVING = ("emulator serve", "emulator record")
# Long work is cut short, and what would take a known port takes a free one; the last of two options wins.
SHORTER = {
    "emulator serve": "--port 0",
    "emulator record": "--port 0",
    "emulator scenario generate": "--jobs 1000",
    "contracts run": "--phase codes --phase 'soap codes' --time-budget 10",
    "contracts mutants": "--name job-id-misspelt --time-budget 10",
}
# A poll of a unit that there is not, recorded.
_ENVELOPE = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>{}</e:Body></e:Envelope>'
_ASKED = '<s:{0}Request xmlns:s="http://www.servicepower.com/sp.xsd1">{1}</s:{0}Request>'.format
_TOLD = '<s:{0}Response xmlns:s="http://www.servicepower.com/sp.xsd1">{1}</s:{0}Response>'.format
_RESULT = "<result><type>Error</type><code>278</code></result><timeStampOut>0</timeStampOut>"
_SAID = {"headers": [["Content-Type", "application/soap+xml"]]}
RECORDING = "".join(
    json.dumps(line) + "\n"
    for line in (
        {"recording": "scheduling-emulator recording", "version": 1, "began": "2026-01-05T08:00:00Z", "upstream": "http://a/"},
        {
            "at": "2026-01-05T08:00:00Z",
            "seconds": 0.1,
            "operation": "GetChangedWorkItems",
            "request": {
                "method": "POST",
                "target": "/soap",
                "body": _ENVELOPE.format(_ASKED("GetChangedWorkItems", "<FRUID>NOWHERE</FRUID>")),
                **_SAID,
            },
            "reply": {"status": 200, "body": _ENVELOPE.format(_TOLD("GetChangedWorkItems", _RESULT)), **_SAID},
        },
    )
)
# What an example finds beside it, and what a failure that is there to be run again ends with.
FILES = {
    "my-scenario.yaml": "include: [default]\nitems:\n  - {id: J-1, unit: NORTH}\n",
    "my-faults.yaml": "seed: 7\nrules:\n  - {code: 646}\n",
    "large.yaml": "units:\n  - {id: U-1}\n",
    "emulator.toml": "err_notes = true\n",
    "calls.jsonl": RECORDING,
    "recorded.yaml": "units: []\n",
    ".config/fish/completions/": "",
}
ENDING = {
    "contracts replay": 1,
    "contracts parity --left emulator --left-set err_notes=true --right emulator": 1,
}


def walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from walk(below, (*path, name))


COMMANDS = [found for name, program in PROGRAMS.items() for found in walk(program, (name,))]


def examples(command: click.Command) -> list[str]:
    """Give the examples of a command's help, each as one line for a shell."""
    text = "\n".join(inspect.cleandoc(part) for part in (command.help, command.epilog) if part)
    return [found["line"] for found in EXAMPLE.finditer(re.sub(r"\s*\\\n\s*", " ", text))]


EXAMPLES = [(path, line) for path, command in COMMANDS for line in examples(command)]


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path, _ in COMMANDS])
def test_a_command_has_help_with_an_example_of_itself(path, command):
    assert len(command.help or "") > 20
    assert any(" ".join(path) in line for line in examples(command))
    for option in command.params:
        assert isinstance(option, click.Argument) or option.help, option.name


@pytest.fixture
def beside(tmp_path):
    """A directory with what the examples read."""
    for name, text in FILES.items():
        place = tmp_path / name
        (place if name.endswith("/") else place.parent).mkdir(parents=True, exist_ok=True)
        if text:
            place.write_text(text)
    shutil.copy(ROOT / "openapi" / "servicebroker.yaml", tmp_path / "mine.yaml")
    return tmp_path


def shell(line: str, directory: Path) -> subprocess.Popen[str]:
    environ = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "HOME": str(directory),
        "BROWSER": "true",
        "TOKEN": "of-nobody",
    }
    piped = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    return subprocess.Popen(["bash", "-c", line], cwd=directory, env=environ, **piped)


def shorter(line: str) -> str:
    said, redirected, file = line.partition(" >")
    options = next((options for name, options in SHORTER.items() if PREFIX.sub("", said).startswith(name)), "")
    return f"{said} {options}{redirected}{file}"


def at(line: str, url: str) -> str:
    """Give the example for an emulator at this URL, as both the facade and what is behind it."""
    line = line.replace("http://127.0.0.1:9000/sp", f"{url}/soap")
    line = re.sub(r"http://127\.0\.0\.1:(8010|9000|9001)", url, line)
    asks = any(option.name == "url" and isinstance(option.default, str) for option in options(line))
    return f"{line} --url {url}" if asks and "--url" not in line else line


def options(line: str) -> list[click.Parameter]:
    """Give the options of the command that a line runs."""
    words = tuple(line.split())
    return [option for path, command in COMMANDS if words[: len(path)] == path for option in command.params]


def failing(directory: Path, url: str) -> None:
    """Write reports of a run that fails: the facade is not set up as the run is told that it is."""
    wrong = "--setting error_status=400 --setting validation=broker"
    judged = f"contracts run --document servicebroker --url {url} --emulator {url} --phase limits {wrong}"
    process = shell(f"{judged} --report-dir reports; cp -r reports nightly", directory)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said


@pytest.mark.parametrize(("path", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_an_example_can_be_run_as_it_stands(beside, path, line):
    with running(profile="strict" if "profile=strict" in line else "lenient") as scheduling:
        if path == ("contracts", "replay"):
            failing(beside, scheduling.url)
        process = shell(at(shorter(line), scheduling.url), beside)
        try:
            if any(name in line for name in SERVING):
                first = process.stdout.readline()
                assert "http://" in first, first + process.communicate()[0]
                os.killpg(process.pid, signal.SIGTERM)
            said, _ = process.communicate(timeout=120)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    assert process.returncode == ENDING.get(line, ENDING.get(" ".join(path), 0)), said
