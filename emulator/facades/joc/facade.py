"""One request, end to end: who asks, for what, by which rules; then the orders (JOC-E-03)."""

import logging
from collections.abc import Mapping
from typing import Any

from werkzeug import Request, Response

from emulator.facades.facade import Surroundings
from emulator.facades.joc.adding import OrderAdding
from emulator.facades.joc.answers import answered, logged_in, logged_out, refused, spelt, turned_away
from emulator.facades.joc.cancelling import OrderCancelling
from emulator.facades.joc.dates import Calendar
from emulator.facades.joc.reading import OrderReading
from emulator.facades.joc.refusals import Refusal, Refused, Turned, TurnedAway
from emulator.facades.joc.routes import ADD, CANCEL, LOGIN, LOGOUT, ORDER, ORDERS, PREFIX, ROUTES, VERSION, Route
from emulator.facades.joc.sessions import Session, Sessions
from emulator.facades.joc.validation import read_body
from emulator.facades.request_body import BrokenOff, TooLarge
from emulator.facades.request_body import read_body as read_bytes
from emulator.soap_client.transport import SoapExchange
from emulator.unavailable import StateUnavailable

_log = logging.getLogger(__name__)

# The release that is emulated, and when it came out; clients refuse versions that are too old for them.
_RELEASE = {"version": "2.7.3", "date": "2024-12-03"}


def create_joc(surroundings: Surroundings) -> "Joc":
    """Make the facade."""
    return Joc(surroundings)


class Joc:
    """The facade; every path below ``prefix`` is its own, also the unknown ones."""

    prefix = PREFIX

    def __init__(self, surroundings: Surroundings) -> None:
        settings = surroundings.settings
        self._clock = surroundings.clock
        self._most = settings.max_body_bytes
        self._controllers = frozenset(settings.joc_controllers.split(","))
        self._comment_required = settings.joc_audit_comment_required
        self._quirks = settings.joc_quirks != "none"
        self._sessions = Sessions(
            settings.joc_accounts, records=surroundings.records, clock=surroundings.clock, random=surroundings.random
        )
        self._adding = OrderAdding(surroundings.records)
        self._cancelling = OrderCancelling(surroundings)
        self._reading = OrderReading(surroundings.records)

    def operation(self, request: Request) -> str | None:
        """Name the operation that a path stands for; None for a path that the facade does not know."""
        route = ROUTES.get(request.path)
        return route.name if route is not None else None

    def start_anew(self) -> None:
        """Keep the sessions: who is logged in has nothing to do with the orders that are there."""

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request, and add the SOAP calls that it makes to ``calls``."""
        try:
            return self._answer(request, calls)
        except Refused as refusal:
            return refused(refusal, at=self._clock.now())
        except TurnedAway as turned:
            return turned_away(turned)
        except StateUnavailable:
            raise
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return refused(Refused(Refusal.INTERNAL, "the emulator failed; its log says why"), at=self._clock.now())

    def _answer(self, request: Request, calls: list[SoapExchange]) -> Response:
        route = _route(request)
        token = request.headers.get("X-Access-Token")
        if route is LOGIN:
            session = self._sessions.log_in(request.headers.get("Authorization"))
            return logged_in(session, caller=request.remote_addr or "")
        if route is LOGOUT:
            return logged_out(self._sessions.log_out(token))
        session = self._sessions.of(token)
        if route is VERSION:
            return answered(_RELEASE)
        body = read_body(self._bytes(request), route)
        self._admit(route, session, body)
        dates = {name: spelt(self._clock.now()) for name in ("deliveryDate", "surveyDate")}
        return answered(self._done(route, session, body, dates, calls))

    def _bytes(self, request: Request) -> bytes:
        try:
            return read_bytes(request, self._most)
        except TooLarge:
            raise Refused(Refusal.TOO_LARGE, f"the body must have at most {self._most} bytes, more found") from None
        except BrokenOff:
            raise Refused(Refusal.BAD_JSON, "the body must be whole, fewer bytes than announced found") from None

    def _admit(self, route: Route, session: Session, body: Mapping[str, Any]) -> None:
        if route.changes and session.account.read_only:
            raise TurnedAway(Turned.NOT_PERMITTED, account=session.account.account)
        if route.changes and self._comment_required and not body.get("auditLog", {}).get("comment"):
            raise Refused(Refusal.COMMENT_REQUIRED, "$.auditLog.comment: is required here, nothing found")
        controller = body["controllerId"]
        if controller not in self._controllers:
            known = ", ".join(sorted(self._controllers))
            raise Refused(Refusal.UNKNOWN_CONTROLLER, f"$.controllerId: must be one of {known}, {controller!r} found")

    def _done(
        self, route: Route, session: Session, body: Mapping[str, Any], dates: Mapping[str, str], calls: list[SoapExchange]
    ) -> dict[str, Any]:
        calendar = Calendar(now=self._clock.now(), time_zone=body.get("timeZone", ""), quirks=self._quirks)
        account = session.account.account
        if route is CANCEL:
            self._cancelling.cancel(body, calendar, calls, account=account)
            return {**dates, "ok": True}
        if route is ADD:
            return {"deliveryDate": dates["deliveryDate"], "orderIds": self._adding.add(body, account=account)}
        if route is ORDERS:
            return {**dates, "orders": self._reading.orders(body, calendar)}
        assert route is ORDER
        return {**dates, **self._reading.order(body)}


def _route(request: Request) -> Route:
    route = ROUTES.get(request.path)
    if route is None:
        raise Refused(Refusal.UNKNOWN_PATH, f"the path must be one of {', '.join(ROUTES)}, {request.path[:60]!r} found")
    if request.method != "POST":
        raise Refused(Refusal.WRONG_METHOD, f"the method must be POST, {request.method[:20]} found")
    return route
