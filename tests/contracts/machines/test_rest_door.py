"""The door of a facade, as its document tells."""

import json
from copy import deepcopy

import pytest
import yaml

from contracts.document import find, load
from contracts.exchange import Exchange, Response, SoapCall
from contracts.machines.answer import Unexpected
from contracts.machines.doors import Doors
from contracts.machines.model import ATTRIBUTES, Item
from contracts.machines.rest_door import RestDoor
from contracts.target import InProcess
from tests.contracts.checks.exchanges import envelope, result

GATEWAY = "tests/gateway/gateway.yaml"


class Answering:
    """A facade that gives one answer to everything, and keeps what it was asked."""

    def __init__(self, answer, *, status=200, reply=""):
        self.answer, self.status, self.reply = answer, status, reply
        self.asked = []

    def rest(self, request, *, operation=None):
        self.asked.append((request.method, request.path, request.body))
        response = Response(status=self.status, headers={}, body=json.dumps(self.answer).encode())
        calls = (SoapCall(operation=None, request="", response=self.reply, status=200),) if self.reply else ()
        return Exchange(operation=operation, request=request, response=response, soap=calls)


@pytest.fixture
def doors():
    made = Doors(InProcess(), (load("servicebroker"),))
    made.begin(["U1"])
    return made


def test_a_facade_goes_by_its_document_s_name(doors):
    assert doors.cancelling == doors.polling == ["SOAP", "servicebroker"]
    assert doors.clauses("servicebroker") == ("SB-C-04", "SB-G-01", "SB-G-02", "SB-G-07")


@pytest.mark.parametrize("employee", ["TECH01", None])
def test_every_door_shows_a_work_item_alike(doors, employee):
    item = Item(id="J-1", unit="U1", employee=employee, status="Contacted", fixed=True)
    doors.book(item)

    by_soap, by_rest = (doors.poll("U1", None, through) for through in doors.polling)

    assert by_soap.items == by_rest.items == (item.seen(),)
    assert by_soap.stamp == by_rest.stamp > 0
    assert by_rest.shows == ATTRIBUTES


def test_codes_come_back_by_every_door(doors):
    for through in doors.cancelling:
        doors.book(Item(id="J-1", unit="U1"))

        assert [doors.cancel("J-1", through).code for _ in range(2)] == ["0", "1"]
        assert doors.poll("NOWHERE", None, through).code == "278"
        assert doors.poll("U1", 2**64 - 1, through).code == "504"


def test_parameters_go_where_the_document_says():
    facade = Answering({"next": "7", "items": [{"id": "J-1", "employee": None}]})

    answer = RestDoor(facade, load(GATEWAY)).poll("U 1", 5)

    assert facade.asked == [("GET", "/units/U%201/changes?since=5", b"")]
    assert (answer.code, answer.stamp, answer.shows) == ("0", 7, {"id", "employee"})
    assert [item.id for item in answer.items] == ["J-1"]


def test_what_an_answer_has_no_room_for_it_does_not_show():
    facade = Answering({"next": "7", "items": [{"id": "J-1", "employee": "TECH01"}]})

    (item,) = RestDoor(facade, load(GATEWAY)).poll("U1", None).items

    assert item == Item(id="J-1", unit="U1", employee="TECH01", fixed=True).seen().only(frozenset({"id", "employee"}))


def test_where_answers_have_no_code_the_soap_reply_tells_it(tmp_path):
    raw = yaml.safe_load(find(GATEWAY).read_text("utf-8"))
    del raw["x-refusal"]
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(raw), "utf-8")
    reply = envelope("JobCancelResponse", result("Error", 1))

    assert RestDoor(Answering({}, status=404, reply=reply), load(path)).cancel("J-1").code == "1"


@pytest.mark.parametrize(
    "facade",
    [
        Answering({"error": "no"}, status=500),
        Answering({"items": []}),
        Answering({"next": "x", "items": []}),
        Answering({"next": "7", "items": None}),
        Answering({"next": "7", "items": [None]}),
        Answering([]),
    ],
    ids=lambda facade: f"{facade.status} {facade.answer}",
)
def test_an_answer_that_is_none_of_the_contract_s_is_told(facade):
    with pytest.raises(Unexpected) as told:
        RestDoor(facade, load(GATEWAY)).poll("U1", None)

    assert told.value.exchange.operation == "getChanges"


@pytest.mark.parametrize(
    ("missing", "cancels", "polls"),
    [
        (("/jobs/{id}",), False, True),
        (("/units/{unit}/changes",), True, False),
        (("/units/{unit}/changes", "get", "parameters", 1), True, False),
        (("/units/{unit}/changes", "get", "responses", "200"), True, False),
    ],
)
def test_a_door_does_what_its_document_has_operations_for(tmp_path, missing, cancels, polls):
    raw = deepcopy(yaml.safe_load(find(GATEWAY).read_text("utf-8")))
    place = raw["paths"]
    for key in missing[:-1]:
        place = place[key]
    del place[missing[-1]]
    path = tmp_path / "mine.yaml"
    path.write_text(yaml.safe_dump(raw), "utf-8")

    door = RestDoor(Answering({}), load(path))

    assert (door.cancels, door.polls) == (cancels, polls)
