"""The proof of the mapping: sound, it is kept in every way; a defect shows in the ways and properties that it breaks."""

import json
from dataclasses import replace

import pytest

from contracts.document import load
from contracts.run import limits, mapping
from contracts.run.budget import Budget
from contracts.run.events import Mapped, RunContext
from contracts.run.mapped_properties import Mark, mapped_properties, marks
from contracts.strategies.ways import Way
from tests.contracts.run.tampered import Tampered, in_messages

REASON = "CancelReason.cancelReasonDesc"
OLDER = "CancelReason.CancelReasonDesc"


def proof(target, *, phases=(mapping, limits), budget=None):
    context = RunContext(target=target, documents=(load("servicebroker"),), seed=1, budget=budget or Budget(None))
    events = [event for module in phases for phase in module.PHASES for event in phase(context)]
    return {
        f"{each.operation}.{each.name}": each
        for each in mapped_properties(event for event in events if isinstance(event, Mapped))
    }


@pytest.fixture(scope="module")
def sound():
    return proof(Tampered())


def test_every_way_of_every_property_is_kept_or_does_not_apply(sound):
    assert len(sound) == 10
    assert {name: row.mark for name, row in sound.items()} == dict.fromkeys(sound, Mark.KEPT)
    counts = marks(sound.values())
    assert (counts[Mark.BROKEN], counts[Mark.NOT_TRIED]) == (0, 0)
    assert counts[Mark.KEPT] > 100


def test_a_row_names_the_element_and_an_example_of_each_way(sound):
    row = sound["CancelJob.Id"]

    assert row.element == "jobID"
    assert row.ways[Way.MARKUP].example == '"<b>&amp;</b>"'
    assert row.ways[Way.ABSENT].example == ""
    assert row.ways[Way.UNKNOWN_SPELLING].example == '"id": "J-1001"'
    assert row.ways[Way.OLDER_SPELLING].why_not == "the document knows no older name of it"
    assert sound[f"CancelJob.{REASON}"].ways[Way.OLDER_SPELLING].cases >= 2


def test_a_misnamed_element_breaks_its_properties_where_they_have_a_value_and_no_other():
    found = proof(Tampered(in_messages("cancelReasonDesc>", "cancelDescription>")), phases=(mapping,))

    broken = {name: row.broken_in for name, row in found.items() if row.mark is Mark.BROKEN}
    assert set(broken) == {f"CancelJob.{REASON}", f"CancelJob.{OLDER}"}
    assert {Way.USUAL, Way.MARKUP, Way.SHORTEST} <= set(broken[f"CancelJob.{REASON}"])
    assert not {Way.ABSENT, Way.NULL, Way.UNKNOWN_SPELLING} & set(broken[f"CancelJob.{REASON}"])


def test_markup_that_is_not_escaped_breaks_that_way_and_its_example_shows_it():
    found = proof(Tampered(in_messages("&lt;b&gt;", "(b)")), phases=(mapping,))

    broken = {name: row.broken_in for name, row in found.items() if row.mark is Mark.BROKEN}
    assert set(broken.values()) == {(Way.MARKUP,)}
    assert found["CancelJob.Id"].ways[Way.MARKUP].example == '"<b>&amp;</b>"'
    assert found["CancelJob.Id"].ways[Way.MARKUP].broken < found["CancelJob.Id"].ways[Way.MARKUP].cases


class CaseBlind(Tampered):
    """A facade that does not look at the case of names: what nobody promised is taken for a property."""

    def rest(self, request, *, operation=None):
        try:
            body = json.loads(request.body)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return super().rest(request, operation=operation)
        names = {"id": "Id", "fru": "FRU"}
        seen = {names.get(name.lower(), name): value for name, value in body.items()}
        exchange = super().rest(replace(request, body=json.dumps(seen).encode()), operation=operation)
        return replace(exchange, request=request)


def test_a_name_in_another_case_that_is_taken_for_the_property_breaks_the_unknown_spelling():
    found = proof(CaseBlind(), phases=(mapping,))

    assert {name: row.broken_in for name, row in found.items() if row.mark is Mark.BROKEN} == {
        "CancelJob.Id": (Way.UNKNOWN_SPELLING,),
        "GetChangedWorkItems.FRU": (Way.UNKNOWN_SPELLING,),
    }


def test_a_limit_that_is_one_too_small_breaks_the_longest():
    class Cutting(Tampered):
        def rest(self, request, *, operation=None):
            exchange = super().rest(request, operation=operation)
            cut = in_messages("a" * 50, "a" * 49)
            return cut(exchange)

    found = proof(Cutting(), phases=(limits,))

    assert Way.LONGEST in found["CancelJob.Id"].broken_in
    assert found["CancelJob.Id"].ways[Way.ABSENT].mark is Mark.KEPT


def test_what_a_failure_in_an_answer_says_nothing_of_is_kept():
    def renamed(exchange):
        body = exchange.response.body.replace(b'"Message": ""', b'"Message": "x"')
        return replace(exchange, response=replace(exchange.response, body=body))

    assert {row.mark for row in proof(Tampered(renamed), phases=(mapping,)).values()} == {Mark.KEPT}


def test_a_way_that_no_phase_came_to_is_not_told_as_kept():
    found = proof(Tampered(), phases=(mapping,))

    assert found["CancelJob.Id"].ways[Way.TOO_LONG].mark is Mark.NOT_TRIED
    stopped = proof(Tampered(), budget=Budget(0))
    assert {row.ways[Way.MARKUP].mark for row in stopped.values()} <= {Mark.NOT_TRIED, Mark.KEPT}
    assert len(stopped) < 10


def test_a_request_that_was_withheld_proves_nothing():
    class Withholding(Tampered):
        def rest(self, request, *, operation=None):
            exchange = super().rest(request, operation=operation)
            return replace(exchange, response=replace(exchange.response, status=0, withheld="read only"))

    assert proof(Withholding(), phases=(mapping,)) == {}
