"""Whatever is asked, the control API answers in JSON and says what is wrong."""

import json

import pytest
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.assumptions import ASSUMPTIONS
from emulator.control.application import ROUTES
from emulator.settings import Login, Settings


def test_health_says_ready_with_the_version(control):
    assert control.get("/health") == {"status": "ready", "version": control.emulator.version}


def test_health_says_503_when_the_store_does_not_answer(control):
    control.emulator.store.transaction = None

    assert control.refused("GET", "/health", 503)["code"] == "not-ready"


@pytest.mark.parametrize("path", ["", "/", "/helth", "/health/", "/Health", "/work-items/", "//health", "/clock/advance/x"])
def test_an_unknown_path_is_not_found(control, path):
    assert "/_emulator/health" in control.refused("GET", path, 404)["expected"]


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/health", "GET, HEAD"),
        ("GET", "/reset", "POST"),
        ("PUT", "/work-items", "GET, HEAD, POST"),
        ("POST", "/work-items/J-1001", "DELETE, GET, HEAD, PATCH"),
        ("OPTIONS", "/clock", "GET, HEAD, PUT"),
        ("DELETE", "/state", "GET, HEAD, PUT"),
        ("PATCH", "/faults", "DELETE, GET, HEAD, PUT"),
    ],
)
def test_another_method_gets_405_with_allow(control, method, path, allow):
    control.refused(method, path, 405)

    assert control.call(method, path).headers["Allow"] == allow


WITH_BODY = sorted(
    {(route.method, route.path) for route in ROUTES if route.method in ("PUT", "PATCH", "POST")} - {("POST", "/reset")}
)


@pytest.fixture(params=WITH_BODY, ids=lambda route: " ".join(route))
def route(request):
    method, path = request.param
    return method, path.replace("{id}", "NORTH" if path.startswith("/units") else "J-1001")


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/xml", "application/jsonp"])
def test_a_body_of_another_type_gets_415(control, route, content_type):
    before = control.get("/state")

    assert control.refused(*route, 415, data=b"{}", content_type=content_type)["code"] == "content-type"
    assert control.get("/state") == before


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1, "a": 1}', b'{"x": {"a": 1, "a": 2}}', b"\xff",
        b"{} {}", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}", json.dumps({}).encode("utf-16"),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_gets_400(control, route, body):
    before = control.get("/state")

    assert control.refused(*route, 400, data=body, content_type="application/json")["code"] == "json"
    assert control.get("/state") == before


def test_a_body_over_the_limit_gets_413():
    emulator = create_emulator(Settings(max_body_bytes=100))
    body = json.dumps({"now": "2026-01-05T08:00:00Z"}).ljust(101).encode()
    client = Client(emulator.wsgi)

    over, at = (
        client.put("/_emulator/clock", data=data, content_type="application/json; charset=utf-8") for data in (body, body[:100])
    )

    assert (over.status_code, over.json["error"]["code"]) == (413, "too-large")
    assert at.status_code == 200


def test_head_is_get_without_the_body(control):
    response = control.call("HEAD", "/health")

    assert (response.status_code, response.data) == (200, b"")


def test_the_assumptions_are_shown_with_what_holds_in_this_emulator():
    login = Login(database_user="SCHEMA", password="hush-hush", sp_user="me")
    emulator = create_emulator(Settings(error_status=400, logins=(login,)))

    response = Client(emulator.wsgi).get("/_emulator/assumptions")

    rows = {row["clause"]: row for row in response.json}
    assert list(rows) == [assumption.clause for assumption in ASSUMPTIONS]
    assert (rows["SB-E-03"]["setting"], rows["SB-E-03"]["default"], rows["SB-E-03"]["value"]) == ("error_status", 200, 400)
    assert (rows["SCH-L-02"]["default"], rows["SCH-L-02"]["value"]) == ([], ["SCHEMA"])
    assert (rows["SCH-C-09"]["setting"], rows["SCH-C-09"]["value"]) == (None, None)
    assert "hush" not in response.text
