"""A facade with sessions, records and codes of its own, judged by its document alone: sound, and with each of its defects."""

from pathlib import Path

import pytest

from contracts.document import load
from contracts.exchange import Exchange, Request, SoapCall
from contracts.run.asking import ask
from contracts.run.budget import Budget
from contracts.run.codes import codes
from contracts.run.credentials import credentials
from contracts.run.envelopes import envelopes
from contracts.run.events import Checked, RunContext
from contracts.run.http_order import http_order
from contracts.run.limits import limits
from contracts.run.mapping import mapping
from contracts.run.records import records
from contracts.strategies.messages import full
from contracts.target import InProcess, NotPossible
from contracts.target_clock import TargetClock
from contracts.targets.signed_in import _in_place, signed_in
from contracts.targets.wsgi import call
from tests.gateway import orders

DOCUMENT = load(Path(orders.__file__).parent / "orders.yaml")
CANCEL, LOG_OUT = DOCUMENT.operation("cancelOrders"), DOCUMENT.operation("logOut")


class BeforeTheEmulator:
    """The gateway before our emulator, in this process; ``sent`` keeps the requests as they came to the gateway."""

    name, base_url = "orders", "http://127.0.0.1:8010"

    def __init__(self, defect=""):
        self.emulator = InProcess()
        self.gateway = orders.Orders(self._book, self._send, self._now, defect=defect)
        self.calls, self.sent = [], []

    def _book(self, job):
        self.emulator.control("POST", "/work-items", {"id": job, "unit": "NORTH"})

    def _now(self):
        return TargetClock(self.emulator).now().timestamp()

    def _send(self, message):
        headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
        response = self.emulator.soap(Request(method="POST", path="/soap", headers=headers, body=message))
        self.calls.append(
            SoapCall(operation="CancelJob", request=message.decode(), response=response.body.decode(), status=200)
        )
        return response.body

    def rest(self, request, *, operation=None):
        self.calls.clear()
        self.sent.append(request)
        response = call(self.gateway, request)
        return Exchange(operation=operation, request=request, response=response, soap=tuple(self.calls))

    def control(self, method, path, body=None):
        if path == "/reset":
            self.gateway.forget()
        return self.emulator.control(method, path, body)

    def with_settings(self, settings):
        raise NotPossible(f"a gateway has no settings of ours: {settings}")


def judged(defect, *phases):
    target = BeforeTheEmulator(defect)
    context = RunContext(target=signed_in(target, [DOCUMENT]), documents=(DOCUMENT,), seed=1, budget=Budget(None))
    events = [event for phase in phases for event in phase(context)]
    return [failure for event in events if isinstance(event, Checked) for failure in event.failures]


def test_a_sound_facade_keeps_all_that_its_document_says():
    failures = judged("", mapping, limits, envelopes, codes, http_order, credentials, records)

    assert [str(failure) for failure in failures] == []


@pytest.mark.parametrize(
    ("defect", "phase", "message"),
    [
        ("another code in the header", http_order, "X-Error does not say what the body says"),
        ("no session is 401", http_order, "the credentials are"),
        ("ending no session is 440", http_order, "the credentials are None, and the answer is another"),
        ("another reason beside a note", mapping, "note does not arrive in its element"),
        ("a note is cut at 499", limits, "note does not arrive in its element"),
        ("the last order is left out", mapping, "the SOAP calls are others"),
        ("both ways of a reason are taken", mapping, "why breaks a rule (alternatives) and is not refused"),
        ("an ended session opens", credentials, "the credentials are '{token:released}'"),
        ("a session outlives its end", credentials, "the credentials are '{token:released}'"),
        ("a session never ends", credentials, "the credentials are '{token:expiring}'"),
        ("a session ends a second late", credentials, "the credentials are '{token:expiring}'"),
        ("a session ends a second early", credentials, "a token is good just before its end, and"),
        ("an added order puts no end off", credentials, "cancelOrders puts the end of an idle token off, and"),
        ("who logs out ends every session", credentials, "a token outlives the release of another, and"),
        ("nobody can log out", credentials, "a token cannot be released"),
        ("whatever begins as a session opens", credentials, "the credentials are '{token}x'"),
        ("a cancel goes out before the session is looked at", credentials, "a refused request was passed on"),
        ("no session is 401", credentials, "the credentials are None"),
        ("ending no session is 440", credentials, "the credentials are None"),
        ("an order is cancelled twice", records, "what was done is not done again, and Scheduling was asked"),
        ("a new order is forgotten", records, "a request for what was just made is refused"),
        ("a new order has no id", records, "what an operation needs is not made"),
        ("Scheduling is asked for what nobody made", records, "what nobody made is not there, and Scheduling was asked"),
        ("what is not there is 410", records, "what nobody made is not there, and the answer is another"),
        ("another code of its own", envelopes, "the result is Error 1"),
    ],
)
def test_each_defect_is_found(defect, phase, message):
    failures = judged(defect, phase)

    assert any(message in failure.message for failure in failures), [str(failure) for failure in failures][:3]


def test_a_token_is_got_once_and_again_after_a_reset():
    target = BeforeTheEmulator()
    facade = signed_in(target, [DOCUMENT])

    for _ in range(2):
        ask(facade, DOCUMENT, CANCEL, full(CANCEL.request))
    facade.control("POST", "/reset")
    ask(facade, DOCUMENT, CANCEL, full(CANCEL.request))

    paths = [request.path for request in target.sent]
    assert paths.count("/orders/session") == 2
    assert paths.index("/orders/session") == 0


def test_an_exchange_shows_no_token_and_can_be_sent_again_when_its_session_has_ended():
    facade = signed_in(BeforeTheEmulator(), [DOCUMENT])

    first = ask(facade, DOCUMENT, CANCEL, full(CANCEL.request)).exchange
    facade.control("POST", "/reset")
    again = facade.rest(first.request, operation="cancelOrders")

    assert first.request.headers["X-Session"] == "{token}"
    assert first.response.status == 200
    assert again.response.status == 404


def test_what_was_made_for_a_request_must_be_found_there():
    target = BeforeTheEmulator()
    target.gateway.orders = _Forgetful()

    asked = ask(signed_in(target, [DOCUMENT]), DOCUMENT, CANCEL, full(CANCEL.request))

    assert asked.exchange.response.status == 404
    assert not asked.kept


class _Forgetful(dict):
    """Orders that are gone as soon as they are there."""

    def __contains__(self, name):
        return False


def test_a_token_in_a_body_takes_the_room_of_its_padding():
    body = b'{"token": "{token}", "x": 1}'.ljust(60)

    filled = _in_place(body, "{token}", "t" * 20)

    assert filled == b'{"token": "tttttttttttttttttttt", "x": 1}'.ljust(60)
