"""A failure as a pytest test: it fails now, and passes once the promise holds."""

import re
from pathlib import Path

from contracts.again.steps import Story, ToControl, ToFacade
from contracts.document import SIGNATURE, TOKEN
from contracts.failures import Failure
from contracts.reports.repeat import in_process, stand_alone
from contracts.reports.repeat.place import Places
from contracts.reports.repeat.promise import promise_of

_RESET = ToControl(method="POST", path="/reset")


def as_test(id_: str, failure: Failure, story: Story, places: Places, report: Path | None = None) -> str:
    """Write a file of its own: by URL it needs pytest alone, in this process our package.

    Where the promise is not about one place in the last answer, it replays the ``report``.
    """
    promise = promise_of(failure)
    actions = [*story.given, _RESET, *(step.action for step in story.steps)]
    name, told = f"test_{id_.lower()}_{_words(failure.message)}", _told(failure)
    if promise is None or not story.steps or not isinstance(story.steps[-1].action, ToFacade) or _only_known_then(story):
        return _replayed(id_, name, told, report)
    if not places.by_url:
        return in_process.written(name, told, actions, promise, settings={**places.settings, **story.settings})
    if places.control is None or not all(map(stand_alone.can_send, actions)):
        return _replayed(id_, name, told, report)
    return stand_alone.written(name, told, actions, promise, places)


def _only_known_then(story: Story) -> bool:
    """Tell whether a request carries what another time has to be got or made anew."""
    return bool(story.links) or any(each in repr(step.action) for step in story.steps for each in (TOKEN, SIGNATURE))


def _replayed(id_: str, name: str, told: str, report: Path | None) -> str:
    return "\n".join(
        [
            f'"""{told}"""',
            "",
            "import os",
            "import subprocess",
            "import sys",
            "from importlib.util import find_spec",
            "from pathlib import Path",
            "",
            "# Where the run wrote its report; CONTRACTS_REPORT says where it is now.",
            f'REPORT = Path(os.environ.get("CONTRACTS_REPORT", {str(report or "reports/contracts.jsonl")!r}))',
            "",
            "",
            f"def {name}():",
            "    # What was promised is not one value in one place: the harness looks again, from its report.",
            '    assert find_spec("contracts"), "the package scheduling-emulator is not installed here: pip install it"',
            '    assert REPORT.is_file(), f"{REPORT} is not there: say where it is in CONTRACTS_REPORT"',
            f'    command = [sys.executable, "-m", "contracts", "replay", "{id_}", "--report", str(REPORT)]',
            "    again = subprocess.run(command, capture_output=True, text=True)",
            "",
            "    assert again.returncode == 0, again.stdout + again.stderr",
            "",
        ]
    )


def _told(failure: Failure) -> str:
    told = " ".join(f"{' '.join(failure.clauses)}: {failure.message}".split())
    return told.replace("\\", "\\\\").replace('"', "'")


def _words(message: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", message.lower()))[:60] or "fails"
