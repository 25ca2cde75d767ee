"""One request, end to end: accept it, call Scheduling once, answer."""

import logging

from werkzeug import Request, Response

from emulator.facades.servicebroker.acceptance import Accepted, accept
from emulator.facades.servicebroker.answers import payload, refused, scheduling_error, success
from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.facades.servicebroker.routes import PREFIX, ROUTES
from emulator.facades.servicebroker.tenants import Tenants
from emulator.facades.servicebroker.times import speller
from emulator.facades.servicebroker.values import values_of
from emulator.settings import Settings
from emulator.soap_client.client import SoapClient
from emulator.soap_client.failures import CallFailed, Faulted, TimedOut, Unreachable
from emulator.soap_client.transport import SoapExchange, Transport

_log = logging.getLogger(__name__)


def create_servicebroker(settings: Settings, transport: Transport) -> "ServiceBroker":
    """Make the facade before the Scheduling system that ``transport`` reaches; with upstream 'none' it is never used."""
    return ServiceBroker(settings, SoapClient(transport, timeout=settings.upstream_timeout))


class ServiceBroker:
    """The facade; every path below ``prefix`` is its own, also the unknown ones."""

    prefix = PREFIX

    def __init__(self, settings: Settings, client: SoapClient) -> None:
        self._settings = settings
        self._client = client
        self._tenants = Tenants(settings)
        self._spell = speller(settings.workitem_times, settings.scheduling_zone)
        self._leave_out = frozenset() if settings.payload_job_info else frozenset({"jobInfo"})

    def operation(self, path: str) -> str | None:
        """Name the operation that a path stands for."""
        route = ROUTES.get(path)
        return route.operation.name if route is not None else None

    def __call__(self, request: Request, calls: list[SoapExchange]) -> Response:
        """Answer a request; the SOAP calls it makes, in order, are added to ``calls``. Nothing is raised."""
        try:
            accepted = accept(request, self._tenants, max_body_bytes=self._settings.max_body_bytes)
            return self._answer(accepted, calls)
        except Refused as no:
            return refused(no.refusal, str(no), no.headers)
        except CallFailed as failure:
            missing = self._no_reply(failure)
            return refused(missing.refusal, str(missing), missing.headers)
        except Exception:
            _log.exception("%s %s failed", request.method, request.path)
            return refused(Refusal.INTERNAL, str(_OUR_FAULT), {})

    def _answer(self, accepted: Accepted, calls: list[SoapExchange]) -> Response:
        operation, tenant = accepted.route.operation, accepted.tenant
        broker = self._settings.validation == "broker"
        values = values_of(accepted.body, operation.request, broker=broker, version=tenant.version)
        if self._settings.upstream == "none":
            raise Refused(
                Refusal.NOT_CONFIGURED, "Scheduling", "must be configured", expected="an upstream", found="upstream 'none'"
            )
        reply = self._client.call(operation, {**tenant.login, **values}, calls)
        if reply.type == "Error":
            return scheduling_error(reply, status=self._settings.error_status)
        unit = values.get("FRUID", "")
        return success(payload(operation.reply, reply.values, unit=unit, spell=self._spell, leave_out=self._leave_out))

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
