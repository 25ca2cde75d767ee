"""The codes: reached through both doors, each told with how; a door that tells another code is found out."""

from dataclasses import replace

import pytest

from contracts.document import load
from contracts.exchange import Response
from contracts.run import codes, envelopes
from contracts.run.budget import Budget
from contracts.run.events import Checked, Reached, RunContext
from contracts.run.known_of_target import codes_of
from contracts.run.reached_codes import reached_codes
from tests.contracts.run.tampered import Tampered, in_answers

DOCUMENTS = (load("servicebroker"),)
SAME = "the same message, straight to SOAP, gets the same code"


def told(target, module=codes):
    context = RunContext(target=target, documents=DOCUMENTS, seed=1, budget=Budget(None))
    return [event for phase in module.PHASES[:1] for event in phase(context)]


def table(events):
    return reached_codes((event for event in events if isinstance(event, Reached)), codes_of(DOCUMENTS))


def failures(events, name):
    return [f for event in events if isinstance(event, Checked) and event.name.endswith(name) for f in event.failures]


class Straight(Tampered):
    """A target whose SOAP server answers otherwise when it is asked itself; ``sent`` are the messages."""

    def __init__(self, change):
        super().__init__()
        self._answer, self.sent = change, []

    def soap(self, request):
        self.sent.append(request)
        return self._answer(super().soap(request))


def in_body(old, new):
    return lambda response: replace(response, body=response.body.replace(old, new))


def test_every_documented_code_is_reached_by_soap_and_by_rest():
    events = told(Tampered())

    rows = table(events)
    assert [(row.operation, row.code) for row in rows if row.documented] == [
        ("CancelJob", "0"),
        ("CancelJob", "1"),
        *(("GetChangedWorkItems", code) for code in ("0", "80", "278", "281", "504")),
    ]
    assert [row.missed for row in rows] == [()] * 7
    assert rows[1].doors == {"SOAP": "A job that nobody knows", "REST": "A job that nobody knows"}
    assert failures(events, SAME) == []
    assert sum(event.cases for event in events if isinstance(event, Checked) and event.name.endswith(SAME)) == 11


def test_a_code_that_rest_tells_otherwise_is_not_reached_by_rest():
    events = told(Tampered(in_answers(b'"code": "504"', b'"code": "80"')))

    row = next(row for row in table(events) if row.code == "504")
    assert (row.doors["SOAP"], row.missed) == ("An OffsetId that is no time stamp", ("REST",))
    (failure,) = failures(events, SAME)
    assert (failure.expected, failure.found) == (("Error", "504"), ("refused", "80"))
    assert failure.clauses == DOCUMENTS[0].operation("GetChangedWorkItems").codes["504"]


@pytest.mark.parametrize(
    ("change", "expected", "found"),
    [
        (in_body(b"<code>278<", b"<code>80<"), ("Error", "80"), ("refused", "278")),
        (in_body(b"<type>Error</type><code>278<", b"<type>OK</type><code>0<"), ("OK", "0"), ("refused", "278")),
        (in_body(b"<code>278</code>", b""), ("Error", "278"), "HTTP 200, no result that can be read"),
    ],
)
def test_soap_that_tells_another_result_when_it_is_asked_itself_is_found_out(change, expected, found):
    told_now = failures(told(Straight(change)), SAME)

    assert [(failure.expected, failure.found) for failure in told_now] == [(expected, found)]
    assert len(told_now[0].exchange.soap) == 2


def test_an_accepted_call_that_soap_alone_refuses_is_found_out():
    events = told(Straight(in_body(b"<type>OK</type><code>0<", b"<type>Error</type><code>1<")))

    assert ("Error", "1") in [failure.expected for failure in failures(events, SAME)]


def test_a_password_that_the_journal_hides_is_sent_as_the_run_knows_it():
    class Hiding(Straight):
        def rest(self, request, *, operation=None):
            exchange = super().rest(request, operation=operation)
            soap = tuple(
                replace(call, request=call.request.replace("<password>secret<", "<password>***<")) for call in exchange.soap
            )
            return replace(exchange, soap=soap)

    target = Hiding(lambda response: response)
    events = told(target)

    assert failures(events, SAME) == []
    assert all(b"<password>secret</password>" in request.body for request in target.sent)


def test_a_message_that_was_withheld_reaches_nothing_and_breaks_nothing():
    nothing = Response(status=0, headers={}, body=b"", withheld="read only")

    events = told(Straight(lambda _: nothing))

    assert failures(events, SAME) == []
    assert {row.missed for row in table(events)} == {("SOAP",)}


def test_codes_that_were_ordered_are_told_beside_the_documented_ones():
    rows = table(told(Tampered(), envelopes))

    ordered = next(row for row in rows if (row.operation, row.code) == ("CancelJob", "646"))
    assert (ordered.documented, list(ordered.types), ordered.doors["REST"]) == (False, ["Warning"], "ordered by a fault rule")
    assert [row.documented for row in rows] == sorted((row.documented for row in rows), reverse=True)
    assert next(row for row in rows if row.code == "281" and row.documented).missed == ("SOAP", "REST")


def test_the_first_way_to_a_code_is_told_and_every_type():
    how = {"operation": "CancelJob", "door": "SOAP"}

    (row,) = reached_codes(
        [Reached(code="1", type="Error", how="a", **how), Reached(code="1", type="Warning", how="b", **how)], {}
    )

    assert (row.doors["SOAP"], list(row.types), row.documented, row.missed) == ("a", ["Error", "Warning"], False, ("REST",))
