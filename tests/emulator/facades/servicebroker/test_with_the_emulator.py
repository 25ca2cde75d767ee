"""The facade before the emulated Scheduling system itself, in this process and over HTTP (SB-G-02, SB-G-03, SB-P-02)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.settings import Settings
from tests.emulator.facades.servicebroker.conftest import CANCEL, POLL, refusal

ASTRAL = "\U0001f6e0"


def emulator(**settings: Any) -> Emulator:
    clock = Clock.frozen_at(datetime(2026, 1, 5, 8, tzinfo=UTC))
    return create_emulator(Settings(**settings), clock=clock, first_stamp=1_000_000)


class Door:
    """A way to the facade."""

    def __init__(self, wsgi: Any) -> None:
        self.client = Client(wsgi)

    def put(self, path: str, body: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.put(path, data=data, content_type="application/json")

    def code(self, path: str, body: Any) -> str:
        found = self.put(path, body).json
        result = found["Payload"].get("result") or found["Payload"]["returnCode"]
        assert found["Success"] is ("result" in found["Payload"])
        return str(result["code"])


@contextmanager
def in_process(**settings: Any) -> Iterator[Door]:
    yield Door(emulator(**settings).wsgi)


@contextmanager
def over_http(**settings: Any) -> Iterator[Door]:
    server = make_server("127.0.0.1", 0, emulator().wsgi, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Door(emulator(upstream=f"http://127.0.0.1:{server.port}/", **settings).wsgi)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(WSGIRequestHandler):
    def log(self, *_args: Any, **_more: Any) -> None:
        """Say nothing."""


@pytest.fixture(params=[in_process, over_http], ids=["in this process", "over HTTP"])
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    ways: Callable[..., Any] = request.param
    with ways() as found:
        yield found


CODES = {
    "a job": (CANCEL, {"Id": "J-1001", "CancelReason": {"cancelReasonId": 4294967295, "cancelReasonDesc": "x" * 500}}, "0"),
    "an older spelling": (CANCEL, {"Id": "J-1001", "CancelReason": {"CancelReasonId": "7"}}, "0"),
    "an empty reason": (CANCEL, {"Id": "J-1001", "CancelReason": {}}, "0"),
    "an unknown job": (CANCEL, {"Id": "J-0000"}, "1"),
    "a job in another case": (CANCEL, {"Id": "j-1001"}, "1"),
    "no id": (CANCEL, {}, "1"),
    "an empty id": (CANCEL, {"Id": ""}, "1"),
    "50 astral characters": (CANCEL, {"Id": ASTRAL * 50}, "1"),
    "51 astral characters": (CANCEL, {"Id": ASTRAL * 51}, "1"),
    "markup": (CANCEL, {"Id": "<J-1001/>]]>&"}, "1"),
    "a unit": (POLL, {"FRU": "NORTH", "Options": {}}, "0"),
    "a unit without options": (POLL, {"FRU": "NORTH"}, "0"),
    "offset 0": (POLL, {"FRU": "NORTH", "OffsetId": 0, "Options": {}}, "0"),
    "an empty offset": (POLL, {"FRU": "NORTH", "OffsetId": "", "Options": {}}, "0"),
    "JeopOnly 1.0": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": 1.0}}, "0"),
    "JeopOnly as text": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": "true"}}, "0"),
    "JeopOnly yes": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": "yes"}}, "80"),
    "JeopOnly 2": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": 2}}, "80"),
    "JeopOnly empty": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": ""}}, "80"),
    "JeopOnly an array": (POLL, {"FRU": "NORTH", "Options": {"JeopOnly": [True]}}, "80"),
    "an unknown unit": (POLL, {"FRU": "NOWHERE", "Options": {}}, "278"),
    "no unit": (POLL, {"Options": {}}, "278"),
    "an empty unit": (POLL, {"FRU": "", "Options": {}}, "278"),
    "9 characters": (POLL, {"FRU": "NORTHERLY", "Options": {}}, "278"),
    "a wrong maximum": (POLL, {"FRU": "BADMAX", "Options": {}}, "281"),
    "offset abc": (POLL, {"FRU": "NORTH", "OffsetId": "abc", "Options": {}}, "504"),
    "offset -1": (POLL, {"FRU": "NORTH", "OffsetId": -1, "Options": {}}, "504"),
    "offset 2^64": (POLL, {"FRU": "NORTH", "OffsetId": 2**64, "Options": {}}, "504"),
    "offset 2^64 as text": (POLL, {"FRU": "NORTH", "OffsetId": str(2**64), "Options": {}}, "504"),
    "offset 1e400": (POLL, b'{"FRU": "NORTH", "OffsetId": 1e400, "Options": {}}', "504"),
    "an offset of the future": (POLL, {"FRU": "NORTH", "OffsetId": str(2**64 - 1), "Options": {}}, "504"),
    "offset true": (POLL, {"FRU": "NORTH", "OffsetId": True, "Options": {}}, "504"),
}


@pytest.mark.parametrize(("path", "body", "code"), CODES.values(), ids=CODES)
def test_every_code_can_be_reached(path, body, code):
    with in_process() as door:
        assert door.code(path, body) == code


def test_in_this_process_and_over_http_give_the_same_answers():
    with in_process() as inside, over_http() as outside:
        for path, body, _ in CODES.values():
            assert inside.put(path, body).json == outside.put(path, body).json, body


def test_a_cancelled_job_is_gone(door):
    assert door.code(CANCEL, {"Id": "J-1001"}) == "0"
    assert door.code(CANCEL, {"Id": "J-1001"}) == "1"

    assert "J-1001" not in [item["Id"] for item in items(door, {"FRU": "NORTH", "Options": {}})]


def items(door: Door, body: Any) -> list[Any]:
    found: list[Any] = door.put(POLL, body).json["Payload"]["WorkItems"]
    return found


def test_a_poll_with_the_offset_it_got_finds_nothing_new(door):
    first = door.put(POLL, {"FRU": "NORTH", "Options": {}}).json["Payload"]

    second = door.put(POLL, {"FRU": "NORTH", "OffsetId": first["OffsetId"], "Options": {}}).json["Payload"]

    assert first["WorkItems"]
    assert second["WorkItems"] == []


def test_a_reply_cut_at_the_unit_s_maximum_is_followed_to_its_end():
    system = emulator()
    client = Client(system.wsgi)
    client.post("/_emulator/units", json={"id": "SMALL", "max_work_items": 2})
    ids = [f"S-{number}" for number in range(5)]
    for id_ in ids:
        assert client.post("/_emulator/work-items", json={"id": id_, "type": "Job", "unit": "SMALL"}).status_code == 201

    door, offset, seen = Door(system.wsgi), "", []
    while found := door.put(POLL, {"FRU": "SMALL", "OffsetId": offset, "Options": {}}).json["Payload"]["WorkItems"]:
        assert len(found) <= 2
        seen += [item["Id"] for item in found]
        offset = door.put(POLL, {"FRU": "SMALL", "OffsetId": offset, "Options": {}}).json["Payload"]["OffsetId"]

    assert sorted(seen) == ids


BAD_INPUT = {
    "text/plain": ("put", {"data": b'{"Id": "J-1001"}', "content_type": "text/plain"}, 415, "unsupported-media-type"),
    "GET": ("get", {}, 405, "method-not-allowed"),
    "broken JSON": ("put", {"data": b'{"Id": ', "content_type": "application/json"}, 400, "bad-json"),
    "an array": ("put", {"json": ["J-1001"]}, 400, "bad-json"),
    "a key twice": ("put", {"data": b'{"Id": "J-1001", "Id": "J-1002"}', "content_type": "application/json"}, 400, "bad-json"),
    "a control character": ("put", {"json": {"Id": "J-1001\u0001"}}, 400, "bad-request"),
    "a lone surrogate": ("put", {"json": {"Id": "J-1001\ud83d"}}, 400, "bad-request"),
    "11 MiB": ("put", {"data": b" " * (11 * 2**20), "content_type": "application/json"}, 413, "too-large"),
}


@pytest.mark.parametrize(("method", "request_", "status", "code"), BAD_INPUT.values(), ids=BAD_INPUT)
def test_bad_input_is_refused_and_changes_nothing(method, request_, status, code):
    with in_process() as door:
        assert refusal(getattr(door.client, method)(CANCEL, **request_)) == (status, code)
        assert door.code(CANCEL, {"Id": "J-1001"}) == "0"


def test_the_journal_keeps_the_soap_that_a_request_caused():
    system = emulator()
    Door(system.wsgi).put(CANCEL, {"Id": "J-1001"})

    (entry,) = system.journal.read().entries

    assert (entry.facade, entry.operation) == ("servicebroker", "CancelJob")
    assert b"<jobID>J-1001</jobID>" in entry.soap[0].request
    assert b"<code>0</code>" in entry.soap[0].response


FAULTS = {
    "a reset": ({"reset": True}, 502, "unreachable"),
    "a delay": ({"delay_ms": 60_000}, 504, "timeout"),
    "a sender's fault": ({"fault": "Sender"}, 502, "fault"),
    "a receiver's fault": ({"fault": "Receiver"}, 502, "fault"),
    "HTML": ({"status": 503, "body": "<html></html>", "content_type": "text/html"}, 502, "not-soap"),
}


@pytest.mark.parametrize(("rule", "status", "code"), FAULTS.values(), ids=FAULTS)
def test_an_injected_failure_is_told_once_and_then_all_is_well(rule, status, code):
    system = create_emulator(Settings(), clock=Clock(), sleep=lambda _seconds: None)
    door = Door(system.wsgi)
    assert door.client.put("/_emulator/faults", json=[{"operation": "CancelJob", **rule}]).status_code < 300

    assert refusal(door.put(CANCEL, {"Id": "J-1001"})) == (status, code)
    assert door.code(CANCEL, {"Id": "J-1002"}) == "0"


@pytest.mark.parametrize(("type_", "success"), [("OK", True), ("Warning", True), ("Error", False)])
def test_an_injected_code_comes_back_as_it_is(type_, success):
    with in_process() as door:
        door.client.put("/_emulator/faults", json=[{"code": 4711, "type": type_}])

        body = door.put(CANCEL, {"Id": "J-1001"}).json

    assert body["Success"] is success
    assert next(iter(body["Payload"].values())) == {"type": type_, "code": "4711"}


def test_a_strict_scheduling_answers_a_fault_where_the_broker_does_not_judge():
    with in_process(profile="strict") as passing, in_process(profile="strict", validation="broker") as judging:
        assert refusal(passing.put(CANCEL, {"Id": ""})) == (502, "fault")
        assert refusal(judging.put(CANCEL, {"Id": ""})) == (400, "bad-request")
        assert passing.code(CANCEL, {"Id": "J-1001", "CancelReason": {"cancelReasonId": 1}}) == "0"
        assert passing.code(POLL, {"FRU": "NORTH", "OffsetId": "0", "Options": {"JeopOnly": True}}) == "0"
