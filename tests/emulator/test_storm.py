"""Killed in a storm of cancels: of what was answered nothing is lost, and nothing was done twice."""

import http.client
import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier, Event
from typing import Any
from uuid import uuid4

import pytest

from tests.emulator.soap_server.soap import cancel, envelope
from tests.emulator.test_cli import serving, urls
from tests.postgresql import database_url, server_in

JOBS, CLIENTS, ENOUGH = 400, 4, 60
SOAP = {"Content-Type": "application/soap+xml"}


class Server:
    """A process that serves a state."""

    def __init__(self, process: Any, ready: str) -> None:
        self.process = process
        self.address = urls(ready)["control"].removeprefix("http://").removesuffix("/_emulator")

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.address, timeout=20)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        with closing(self.connect()) as connection:
            connection.request(
                method, f"/_emulator{path}", json.dumps(body) if body else None, {"Content-Type": "application/json"}
            )
            answer = connection.getresponse()
            text = answer.read()
            assert answer.status < 300, text
            return json.loads(text) if text else None

    def cancel(self, job_id: str, connection: http.client.HTTPConnection) -> str:
        """Cancel a job, and tell the code of the reply, or the HTTP status of another answer."""
        connection.request("POST", "/soap", envelope(cancel(job_id)), SOAP)
        answer = connection.getresponse()
        text = answer.read().decode()
        return text.partition("<code>")[2].partition("</code>")[0] or str(answer.status)

    def kill(self) -> None:
        """Kill every process of it at once, as kill -9 does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)


@pytest.fixture(params=["sqlite", "postgresql", "postgresql with two workers"])
def serve(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Any]:
    if request.param == "sqlite":
        arguments = ["--state", f"sqlite:///{tmp_path}/jobs.db"]
    else:
        arguments = ["--state", database_url(f"t{uuid4().hex}")]
        if request.param.endswith("two workers"):
            arguments += ["--workers", "2"]
    return lambda: serving("--scenario", "empty", *arguments)


def storm(server: Server) -> list[str]:
    """Cancel jobs from several clients until the server is killed among it; tell those that were acknowledged."""
    acknowledged: list[str] = []
    enough, together = Event(), Barrier(CLIENTS + 1)

    def client(number: int) -> None:
        with closing(server.connect()) as connection:
            together.wait()
            for job in range(number, JOBS, CLIENTS):
                try:
                    code = server.cancel(f"J-{job}", connection)
                except (OSError, http.client.HTTPException):
                    return
                if code == "0":
                    acknowledged.append(f"J-{job}")
                if len(acknowledged) >= ENOUGH:
                    enough.set()

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, number) for number in range(CLIENTS)]
        together.wait()
        assert enough.wait(timeout=30)
        server.kill()
        for one in clients:
            one.result()
    return acknowledged


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_done_twice(serve):
    with serve() as (process, ready):
        server = Server(process, ready)
        units = [{"id": "NORTH"}]
        items = [{"id": f"J-{number}", "unit": "NORTH"} for number in range(JOBS)]
        server.control("PUT", "/state", {"units": units, "items": items})
        acknowledged = storm(server)

    assert ENOUGH <= len(acknowledged) < JOBS, "killed too late to show anything"
    with serve() as (process, ready):
        server = Server(process, ready)
        there = {item["id"] for item in server.control("GET", "/work-items")}
        audit = [entry["job"] for entry in server.control("GET", "/audit")]
        gone = {f"J-{number}" for number in range(JOBS)} - there

        assert set(acknowledged) <= gone
        assert sorted(audit) == sorted(gone), "each that is gone was cancelled once, and nothing else"
        # What was done and not answered may be more, but no more than each client could have asked for.
        assert len(gone) - len(acknowledged) <= CLIENTS
        with closing(server.connect()) as connection:
            assert server.cancel(acknowledged[0], connection) == "1"
            assert server.cancel(min(there), connection) == "0"


@pytest.mark.parametrize("workers", [1, 2])
def test_a_database_that_is_restarted_in_a_storm_loses_and_repeats_nothing(workers, tmp_path):
    database = server_in(tmp_path / "data")
    answers: dict[str, list[str]] = {f"J-{number}": [] for number in range(JOBS)}
    enough, down, refused = Event(), Event(), Event()

    def client(number: int) -> None:
        """Cancel jobs, each again until it is not refused any more."""
        with closing(server.connect()) as connection:
            own = list(answers)[number::CLIENTS]
            for place, job in enumerate(own):
                if place == len(own) // 2:
                    # However fast they are, some come when it is down.
                    assert down.wait(timeout=30)
                while not answers[job] or answers[job][-1] == "503":
                    answers[job].append(server.cancel(job, connection))
                    if answers[job][-1] == "503":
                        refused.set()
                if sum(1 for told in answers.values() if told) >= ENOUGH:
                    enough.set()

    try:
        with serving("--scenario", "empty", "--state", database.get_uri(), "--workers", str(workers)) as (process, ready):
            server = Server(process, ready)
            items = [{"id": name, "unit": "NORTH"} for name in answers]
            server.control("PUT", "/state", {"units": [{"id": "NORTH"}], "items": items})
            with ThreadPoolExecutor(CLIENTS) as pool:
                clients = [pool.submit(client, number) for number in range(CLIENTS)]
                assert enough.wait(timeout=30)
                database.stop()
                down.set()
                assert refused.wait(timeout=30)
                database.ensure_postgres_running()
                for one in clients:
                    one.result(timeout=60)

            assert server.control("GET", "/work-items") == []
            audit = [entry["job"] for entry in server.control("GET", "/audit")]
            assert sorted(audit) == sorted(answers), "each was cancelled once"
            assert {told[-1] for told in answers.values()} <= {"0", "1"}
            # Of a writing that was under way nobody can tell whether it succeeded: such a call was refused, and is done.
            done_though_refused = [job for job, told in answers.items() if "0" not in told]
            assert len(done_though_refused) <= CLIENTS
            assert all("503" in answers[job] for job in done_though_refused)
    finally:
        database.ensure_postgres_running()
        database.cleanup()
