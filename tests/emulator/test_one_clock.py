"""Nothing in the emulator knows what time it is, but for its one clock."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

import emulator
from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.settings import Settings

PACKAGE = Path(emulator.__file__).parent

# What tells the time, by its full name; the last part of a class's method counts under any class that has it.
CLOCKS = {
    *(f"time.{name}" for name in (
        "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "process_time_ns",
        "thread_time", "thread_time_ns", "clock_gettime", "clock_gettime_ns", "localtime", "gmtime", "ctime", "strftime",
        "asctime",
    )),
    *(f"datetime.datetime.{name}" for name in ("now", "utcnow", "today")),
    "datetime.date.today",
    "os.times",
    "uuid.uuid1",
    "email.utils.localtime", "email.utils.formatdate",
    "calendar.timegm",
    "werkzeug.http.http_date",
}  # fmt: skip
MODULES = {name.rpartition(".")[0] for name in CLOCKS} | {"time", "datetime", "os", "uuid", "calendar"}

# The few places that may, and why.
ALLOWED = {
    ("clock.py", "time.time"): "the one clock: it runs by the machine's, from where it was set",
    ("app.py", "time.time_ns"): "the first stamp must be higher than any of an earlier process, whatever the clock was set to",
    ("serving/answer.py", "time.time"): "the Date of an HTTP answer, which clients and caches hold against their own clock",
    ("serving/answer.py", "email.utils.formatdate"): "the same",
    ("soap_client/deadline.py", "time.monotonic"): "a deadline for a real upstream, on a network that no clock of ours moves",
    ("recording/recorder.py", "time.monotonic"): "how long another system took to answer: real seconds, of a real network",
    ("front.py", "time.perf_counter"): "how long an exchange took, for metrics and log lines: real seconds, of a real machine",
    ("log_lines.py", "datetime.datetime.now"): "when a line was logged, to be laid beside the logs of other programs",
    ("doctor/trial.py", "time.perf_counter"): "how long the first answer takes on this machine",
    ("spaces.py", "time.monotonic"): "how long nobody used a space: no clock that a test moves may drop another's",
    ("commands/health.py", "time.monotonic"): "how long a person or a container waits for another process",
}


def clocks_read(source: str) -> Iterator[str]:
    """Name what in a module tells the time, however it was imported."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname or alias.name.partition(".")[0]: alias.name if alias.asname else alias.name.partition(".")[0]
                      for alias in node.names}  # fmt: skip
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names if f"{node.module}.{alias.name}" in CLOCKS)
            yield from (f"{node.module}.*" for alias in node.names if alias.name == "*" and node.module in MODULES)
        elif isinstance(node, ast.Attribute) and (name := _dotted(node, names)) in CLOCKS:
            yield name


def _dotted(node: ast.expr, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    return f"{_dotted(node.value, names)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def test_no_module_reads_another_clock():
    found = {
        (str(file.relative_to(PACKAGE)), name)
        for file in PACKAGE.rglob("*.py")
        for name in clocks_read(file.read_text(encoding="utf-8"))
    }

    assert found == set(ALLOWED)


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.time()",
        "import time as t\ncall = t.monotonic",
        "from time import perf_counter",
        "from time import time as now",
        "from time import *",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as d\nd.date.today()",
        "from datetime import datetime, UTC\ndatetime.now(UTC)",
        "from datetime import datetime as dt\nx = [dt.utcnow]",
        "def later():\n    from datetime import date\n    return date.today()",
        "import email.utils\nemail.utils.formatdate()",
    ],
)
def test_a_clock_is_found_however_it_is_imported(source):
    assert list(clocks_read(source))


@pytest.mark.parametrize(
    "source",
    [
        "import time\ntime.sleep(1)",
        "from datetime import datetime, UTC\ndatetime.fromtimestamp(0, UTC)",
        "clock.now()",
        "self.time()",
    ],
)
def test_what_is_given_the_time_is_no_clock(source):
    assert list(clocks_read(source)) == []


# -- and in a running emulator

START = "2077-07-07T07:07:07Z"


def tell_everything(running: Any) -> str:
    """Ask for everything that tells a time, and give all that was answered."""
    client = Client(running.wsgi)
    soap = (
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
        '<s:GetChangedWorkItemsRequest xmlns:s="http://www.servicepower.com/sp.xsd1"><FRUID>NORTH</FRUID>'
        "</s:GetChangedWorkItemsRequest></e:Body></e:Envelope>"
    )
    answers = [
        client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "J-1001"}),
        client.put("/up/v5/rest/scheduling/GetChangedWorkItems", json={"FRU": "SOUTH", "Options": {}}),
        client.post("/soap", data=soap, content_type="application/soap+xml"),
        client.put("/_emulator/state", json=client.get("/_emulator/state").json | {"timeline": [{"at": "+1h", "scan": True}]}),
        *(client.get(f"/_emulator/{path}") for path in ("clock", "journal", "audit", "state", "work-items", "health")),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 300] == []
    return "".join(answer.text for answer in answers)


def test_all_times_that_a_running_emulator_tells_are_its_clocks():
    told = tell_everything(create_emulator(Settings(clock=START), first_stamp=1000))

    years = re.findall(r"\b((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}[T ]", told)

    assert len(years) > 200
    assert set(years) == {"2077"}


def test_the_default_clock_is_the_machines_and_runs():
    wall = [0.0]
    clock = Clock(wall=lambda: wall[0])
    running = create_emulator(Settings(), clock=clock, first_stamp=1000)

    told = tell_everything(running)
    wall[0] += 3600
    later = Client(running.wsgi).get("/_emulator/clock").json

    assert set(re.findall(r"\b((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}[T ]", told)) <= {"1969", "1970"}
    assert later == {"now": "1970-01-01T01:00:00Z", "running": True}
