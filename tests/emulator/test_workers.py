"""Several processes of `emulator serve`, and the one state that they share."""

import http.client
import json
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from uuid import uuid4

import psutil
import pytest

from tests.emulator.test_cli import serve_and_fail, serving, urls
from tests.postgresql import database_url

JOBS = [f"J-{number}" for number in range(1001, 1041)]


@pytest.fixture
def url() -> str:
    return database_url(f"t{uuid4().hex}")


def test_what_one_process_has_done_the_others_know(url):
    with serving("--workers", "2", "--state", url) as (process, ready):
        address = urls(ready)["control"].split("/")[2]
        assert len(psutil.Process(process.pid).children()) == 2

        def cancel(job: str) -> tuple[str, str]:
            with closing(http.client.HTTPConnection(address, timeout=30)) as connection:
                body = json.dumps({"Id": job})
                connection.request("PUT", "/up/v5/rest/scheduling/CancelJob", body, {"Content-Type": "application/json"})
                payload = json.load(connection.getresponse())["Payload"]
            (result,) = payload.values()
            return job, result["code"]

        with ThreadPoolExecutor(8) as callers:
            codes = Counter(callers.map(cancel, [job for job in JOBS for _ in range(3)]))

        assert codes == {(job, "0"): 1 for job in JOBS} | {(job, "1"): 2 for job in JOBS}
        process.send_signal(signal.SIGTERM)
        assert (*process.communicate(timeout=20), process.returncode) == ("", "", 0)


def test_ordered_delays_hold_up_those_calls_alone_with_a_database_too(url):
    quit_ = "<s:QuitRequest xmlns:s='http://www.servicepower.com/sp.xsd1'/>"
    body = f"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>{quit_}</e:Body></e:Envelope>"
    with serving("--state", url) as (_, ready), ExitStack() as connections:
        address = urls(ready)["control"].split("/")[2]

        def ask(method: str, path: str, body: str) -> http.client.HTTPConnection:
            connection = connections.enter_context(closing(http.client.HTTPConnection(address, timeout=20)))
            connection.request(method, path, body, {"Content-Type": "application/json"})
            return connection

        rules = json.dumps([{"delay_ms": 3_600_000, "count": 10}])
        assert ask("PUT", "/_emulator/faults", rules).getresponse().status == 200
        for _ in range(10):
            ask("POST", "/soap", body)
        while json.load(ask("GET", "/_emulator/faults", "").getresponse())["rules"][0]["left"]:
            pass  # each of the ten uses its rule up when it begins to wait

        assert ask("POST", "/soap", body).getresponse().status == 200


def test_a_database_that_is_not_there_is_told_once():
    message = serve_and_fail("--port", "0", "--workers", "3", "--state", "postgresql://127.0.0.1:1/none?connect_timeout=2")

    assert message.startswith("emulator: setting state: expected ")
    assert message.count("\n") == 1
