"""One request, end to end: accept it, call Scheduling once (or make a token, or read notifications), answer."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from werkzeug import Request, Response

from emulator.clock import Clock
from emulator.facades.servicebroker.acceptance import Accepted, accept
from emulator.facades.servicebroker.answers import answer, payload, refused, scheduling_error, success
from emulator.facades.servicebroker.feeds import Changes, Feed, Polled, Pushed
from emulator.facades.servicebroker.notification_query import read_notification_query
from emulator.facades.servicebroker.notifications import Notifications
from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.facades.servicebroker.routes import PREFIX, ROUTES
from emulator.facades.servicebroker.tenants import Tenant, Tenants
from emulator.facades.servicebroker.times import speller
from emulator.facades.servicebroker.token_request import read_token_request
from emulator.facades.servicebroker.values import values_of
from emulator.mapping.operation import Operation
from emulator.settings import Settings
from emulator.soap_client.client import SoapClient
from emulator.soap_client.failures import CallFailed, Faulted, TimedOut, Unreachable
from emulator.soap_client.transport import SoapExchange, Transport
from emulator.unavailable import StateUnavailable

_log = logging.getLogger(__name__)


def create_servicebroker(
    settings: Settings,
    transport: Transport,
    *,
    clock: Clock,
    first_version: int = 0,
    catch_up: Callable[[], None] = lambda: None,
) -> "ServiceBroker":
    """Make the facade before the Scheduling system that ``transport`` reaches; with upstream 'none' it is never used.

    Row versions of notifications grow from ``first_version``. Before they are read, ``catch_up`` makes the embedded
    system tell of what its clock has brought about.
    """
    client = SoapClient(transport, timeout=settings.upstream_timeout)
    return ServiceBroker(settings, client, clock=clock, first_version=first_version, catch_up=catch_up)


class ServiceBroker:
    """The facade; every path below ``prefix`` is its own, also the unknown ones."""

    prefix = PREFIX

    def __init__(
        self, settings: Settings, client: SoapClient, *, clock: Clock, first_version: int, catch_up: Callable[[], None]
    ) -> None:
        self._settings = settings
        self._client = client
        self._tenants = Tenants(settings, clock)
        self._spell = speller(settings.workitem_times, settings.scheduling_zone)

        def rows() -> Notifications:
            days, most = settings.work_item_notify_ttl, settings.notify_rows
            return Notifications(clock, days=days, most=most, newest=first_version)

        self._pushed = Pushed(rows(), spell=self._spell, catch_up=catch_up)
        units = [unit for unit in settings.notify_units.split(",") if unit]
        polled = Polled(client, units=units, clock=clock, rows=rows, spell=self._spell)
        self._feed: Feed = polled if settings.upstream else self._pushed
        self._leave_out = frozenset() if settings.payload_job_info else frozenset({"jobInfo"})

    def operation(self, request: Request) -> str | None:
        """Name the operation that a request's path stands for, whatever its method."""
        route = ROUTES.get(request.path)
        return route.name if route is not None else None

    def start_anew(self) -> None:
        """Forget what the embedded system told of, since it starts anew; row versions go on."""
        self._pushed.start_anew()

    def tell(self, changes: Changes, at: datetime) -> None:
        """Take in changes of the embedded system, in their order, to notify of."""
        self._pushed.tell(changes, at)

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request; the SOAP calls it makes, in order, are added to ``calls``. Nothing is raised."""
        try:
            accepted = accept(request, self._tenants, max_body_bytes=self._settings.max_body_bytes)
            return self._answer(accepted, request, calls)
        except Refused as no:
            return refused(no.refusal, str(no), no.headers)
        except CallFailed as failure:
            missing = self._no_reply(failure)
            return refused(missing.refusal, str(missing), missing.headers)
        except StateUnavailable:
            raise
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return refused(Refusal.INTERNAL, str(_OUR_FAULT), {})

    def _answer(self, accepted: Accepted, request: Request, calls: list[SoapExchange]) -> Response:
        operation, tenant = accepted.route.operation, accepted.tenant
        if tenant is None:
            return self._give_token(accepted.body)
        if operation is None:
            return self._notify(tenant, request.environ, calls)
        return self._pass_on(operation, tenant, accepted.body, calls)

    def _give_token(self, body: Mapping[str, Any]) -> Response:
        asked = read_token_request(body)
        token = self._tenants.token_for(asked.client_id, asked.client_secret, seconds=asked.seconds)
        return answer(200, {"access_token": token, "token_type": "bearer", "expires_in": asked.seconds})

    def _notify(self, tenant: Tenant, environ: Mapping[str, Any], calls: list[SoapExchange]) -> Response:
        asked = read_notification_query(environ.get("QUERY_STRING", ""))
        self._be_configured()
        rows = self._feed.rows(tenant, calls)
        if asked.rowver is None:
            rowver, found = rows.latest(limit=asked.limit, wid=asked.wid)
        else:
            rowver, found = rows.after(asked.rowver, limit=asked.limit, wid=asked.wid)
            # A feed that delivers twice was ordered: some of what was told before comes first, as far as the limit lets it.
            again = min(environ.get("emulator.duplicates", 0), asked.limit - len(found))
            found = [*rows.before(asked.rowver, limit=again, wid=asked.wid), *found] if again else found
        return answer(200, {"rowver": rowver, "row": [row.shown() for row in found]})

    def _pass_on(self, operation: Operation, tenant: Tenant, body: Mapping[str, Any], calls: list[SoapExchange]) -> Response:
        broker = self._settings.validation == "broker"
        values = values_of(body, operation.request, broker=broker, version=tenant.version)
        self._be_configured()
        reply = self._client.call(operation, {**tenant.login, **values}, calls)
        if reply.type == "Error":
            return scheduling_error(reply, status=self._settings.error_status)
        unit = values.get("FRUID", "")
        return success(payload(operation.reply, reply.values, unit=unit, spell=self._spell, leave_out=self._leave_out))

    def _be_configured(self) -> None:
        if self._settings.upstream == "none":
            raise Refused(
                Refusal.NOT_CONFIGURED, "Scheduling", "must be configured", expected="an upstream", found="upstream 'none'"
            )

    def _no_reply(self, failure: CallFailed) -> Refused:
        match failure:
            case Unreachable():
                return _upstream(Refusal.UNREACHABLE, expected="a connection", found="none, or one broken before any reply")
            case TimedOut():
                expected = f"the whole reply within {self._settings.upstream_timeout:g} s"
                return _upstream(Refusal.TIMEOUT, expected=expected, found="none, or not all of it")
            case Faulted():
                return _upstream(Refusal.FAULT, expected="a reply", found=f"the fault: {failure}")
        return _upstream(Refusal.NOT_SOAP, expected="a reply to the call", found=str(failure))


def _upstream(refusal: Refusal, *, expected: str, found: str) -> Refused:
    return Refused(refusal, "Scheduling", "must answer the SOAP call", expected=expected, found=found)


_OUR_FAULT = Refused(
    Refusal.INTERNAL, "the facade", "must answer", expected="an answer", found="an error of its own, which its log shows"
)
