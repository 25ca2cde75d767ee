"""Judging what is somebody's: nothing is changed but what the run made itself."""

import json

import pytest

from contracts.document import load
from contracts.exchange import Request
from contracts.scenarios.messages import CONTENT_TYPES, write
from contracts.target import InProcess, NotPossible
from contracts.targets.read_only import ReadOnly
from contracts.targets.refusals import NotAllowed

CANCEL = "/up/v5/rest/scheduling/CancelJob"
POLL = "/up/v5/rest/scheduling/GetChangedWorkItems"


class Counting(InProcess):
    """Our emulator, with the requests that reach it counted."""

    def __init__(self):
        super().__init__()
        self.reached = []

    def rest(self, request, *, operation=None):
        self.reached.append(request)
        return super().rest(request, operation=operation)

    def soap(self, request):
        self.reached.append(request)
        return super().soap(request)


@pytest.fixture
def emulator():
    return Counting()


@pytest.fixture
def target(emulator):
    return ReadOnly(emulator, (load("servicebroker"),))


def put(body, *, path=CANCEL, method="PUT"):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Request(method=method, path=path, headers={"Content-Type": "application/json"}, body=raw)


def soap(fields, *, operation="CancelJob", body=None):
    message = write(operation, fields) if body is None else body
    return Request(method="POST", path="/soap", headers={"Content-Type": CONTENT_TYPES["1.2"]}, body=message)


def book(target, id_):
    target.control("POST", "/work-items", {"id": id_, "unit": "NORTH"})


def there(emulator):
    return {item["id"] for item in emulator.control("GET", "/work-items")}


@pytest.mark.parametrize(
    "request_",
    [
        put({"Id": "J-1001"}),
        put({"Id": "J-1001", "CancelReason": {"cancelReasonId": 1}}),
        put(b'{"Id": "J-1001"'),
        put(b'{"Id": "J-1001", "Id": "J-1001"}'),
        put({"Id": "J-1001"}, method="POST"),
        put(b'["J-1001"]'),
    ],
)
def test_a_cancel_of_somebody_s_job_is_not_sent(target, emulator, request_):
    before = there(emulator)

    exchange = target.rest(request_)

    assert exchange.response.withheld.startswith("read only: ")
    assert emulator.reached == []
    assert there(emulator) == before


@pytest.mark.parametrize("id_", ["J-0000", "x" * 51, "", None, 7, [], "ä/ö?"])
def test_an_id_that_nobody_has_may_be_named(target, emulator, id_):
    assert not target.rest(put({"Id": id_})).response.withheld
    assert len(emulator.reached) == 1


def test_a_job_of_the_run_s_own_may_be_cancelled(target, emulator):
    book(target, "MINE")

    assert target.rest(put({"Id": "MINE"})).response.json()["Success"] is True
    assert "MINE" not in there(emulator)


def test_the_message_names_the_job_and_the_operation(target):
    withheld = target.rest(put({"Id": "J-1001"})).response.withheld

    assert withheld == "read only: CancelJob would cancel J-1001, which this run did not make"


def test_polls_and_unknown_paths_go_through(target, emulator):
    target.rest(put({"FRU": "NORTH", "Options": {}}, path=POLL))
    target.rest(put({"Id": "J-1001"}, path="/up/nowhere"))

    assert len(emulator.reached) == 2


@pytest.mark.parametrize(
    "request_",
    [
        soap({"jobID": "J-1001"}),
        soap({"jobID": ["J-0000", "J-1001"]}),
        soap({}, body=write("CancelJob", {"jobID": "J-1001"})[:-9]),
        *(
            soap({}, body=mark + write("CancelJob", {"jobID": "J-1001"}).decode().replace("UTF-8", "UTF-16").encode(encoding))
            for encoding in ("utf-16-le", "utf-16-be")
            for mark in (b"", "\ufeff".encode(encoding))
        ),
    ],
)
def test_a_soap_message_that_might_cancel_somebody_s_job_is_not_sent(target, emulator, request_):
    assert target.soap(request_).withheld
    assert emulator.reached == []


def test_other_soap_messages_are_sent(target, emulator):
    book(target, "MINE")

    for request in (soap({"jobID": "MINE"}), soap({"FRUID": "NORTH"}, operation="GetChangedWorkItems"), soap({}, body=b"<a")):
        assert not target.soap(request).withheld
    assert len(emulator.reached) == 3


def test_of_requests_at_once_all_or_none_are_sent(target, emulator):
    before = there(emulator)

    responses, calls = target.rest_at_once([put({"Id": "J-0000"}), put({"Id": "J-1001"})])

    assert [bool(response.withheld) for response in responses] == [True, True]
    assert calls == ()
    assert there(emulator) == before
    assert len(target.rest_at_once([put({"Id": "J-0000"}), put({"Id": "J-0001"})])[1]) == 2


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/clock", {"now": "2026-01-05T08:00:00Z"}),
        ("POST", "/clock/advance", {"seconds": 1}),
        ("PUT", "/faults", []),
        ("DELETE", "/faults", None),
        ("PUT", "/state", {"units": [], "items": []}),
        ("DELETE", "/work-items/J-1001", None),
        ("PATCH", "/work-items/J-1001", {"fixed": True}),
        ("PATCH", "/units/NORTH", {"max_work_items": 1}),
        ("DELETE", "/journal", None),
    ],
)
def test_what_others_would_notice_is_not_allowed(target, emulator, method, path, body):
    before = emulator.control("GET", "/state"), emulator.control("GET", "/clock")

    with pytest.raises(NotAllowed, match=f"read only: {method} {path} would change what this run did not make"):
        target.control(method, path, body)

    assert (emulator.control("GET", "/state"), emulator.control("GET", "/clock")) == before


def test_a_reset_and_the_end_remove_what_the_run_made_and_nothing_else(target, emulator):
    before = there(emulator)
    for end in (lambda: target.control("POST", "/reset"), target.close):
        book(target, "MINE")
        book(target, "MINE-2")
        target.rest(put({"Id": "MINE-2"}))

        end()

        assert there(emulator) == before


def test_an_id_that_is_taken_does_not_become_the_run_s_own(target, emulator):
    with pytest.raises(NotPossible):
        book(target, "J-1001")

    assert target.rest(put({"Id": "J-1001"})).response.withheld


def test_a_unit_of_the_run_s_own_may_be_made_again(target, emulator):
    target.control("POST", "/units", {"id": "MINE", "max_work_items": 1})
    target.control("POST", "/units", {"id": "MINE", "max_work_items": 2})

    assert emulator.control("GET", "/units/MINE")["max_work_items"] == 2
    with pytest.raises(NotPossible):
        target.control("POST", "/units", {"id": "NORTH", "max_work_items": 2})


def post(path, body, *, method="POST"):
    return Request(method=method, path=path, headers={"Content-Type": "application/json"}, body=json.dumps(body).encode())


WORKFLOW = {"controllerId": "controller", "workflowIds": [{"path": "/demo/invoices"}]}
JOB = {"job_identifier": {"id": "31F73F95B723C69E5590725456EC55A1"}}


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("joc", post("/joc/api/orders/cancel", WORKFLOW)),
        ("joc", post("/joc/api/orders/cancel", {"controllerId": "controller", "orderIds": ["#x"]})),
        ("joc", post("/joc/api/orders/add", {"controllerId": "controller", "orders": []})),
        ("crm-com", post("/crmapi/rest/v2/jobs/all_scopes/cancel", JOB)),
        ("crm-com", post("/crmapi/rest/v2/jobs/all_scopes/start_progress", JOB)),
        ("crm-com", post("/crmapi/rest/v2/jobs/generic/create", {})),
        ("azure-job-router", post("/routing/jobs/job-1:cancel", {})),
        ("azure-job-router", post("/routing/jobs/job-1", {}, method="PATCH")),
        ("azure-job-router", post("/routing/jobs/job-1", {}, method="DELETE")),
        ("azure-job-router", post("/routing/jobs/job-1", {}, method="PUT")),
    ],
)
def test_where_a_facade_keeps_records_nothing_that_changes_one_is_sent(emulator, name, request_):
    exchange = ReadOnly(emulator, (load(name),)).rest(request_)

    assert exchange.response.withheld.endswith("changes records, and whose they are cannot be told")
    assert emulator.reached == []


@pytest.mark.parametrize(
    ("name", "request_"),
    [
        ("joc", post("/joc/api/authentication/login", {})),
        ("joc", post("/joc/api/order", {"controllerId": "controller", "orderId": "#x"})),
        ("crm-com", post("/crmapi/rest/v2/authentication/token", {})),
        ("azure-job-router", post("/routing/jobs/job-1", {}, method="GET")),
    ],
)
def test_records_may_be_looked_at(emulator, name, request_):
    assert not ReadOnly(emulator, (load(name),)).rest(request_).response.withheld
    assert len(emulator.reached) == 1
