"""The SOAP server: from an HTTP request to a SOAP call and back."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from emulator.faults import Fault, Faults
from emulator.faults.changing import changed, pace_of, pause_of
from emulator.scheduling.operations.get_changed_work_items import ChangedWorkItems
from emulator.scheduling.parameters import SystemParameters
from emulator.scheduling.store import Store
from emulator.settings import Settings
from emulator.soap_server.answer import Answer
from emulator.soap_server.call import Call
from emulator.soap_server.envelopes import FaultCode, SoapFault, version_by_media_type
from emulator.soap_server.http import TooLarge, address, asks_for_wsdl, read_body
from emulator.soap_server.replies import changed_work_items
from emulator.soap_server.shared_wire import wire_of
from emulator.soap_server.system import System
from emulator.soap_server.work_item_texts import WorkItemTexts
from emulator.unavailable import RETRY_AFTER, StateUnavailable

Environ = dict[str, Any]

_TEXT = "text/plain; charset=utf-8"
_FAULT_CODES = {code.in_12: code for code in FaultCode}
_log = logging.getLogger(__name__)


class SoapServer:
    """Answer SOAP requests and requests for the WSDL; any path will do (SCH-T-06).

    As a WSGI application it raises ConnectionResetError where somebody ordered a reset, and TimeoutError where what was
    ordered takes ``environ["emulator.timeout"]`` seconds or more; the call has taken effect by then, as it would have.
    """

    def __init__(
        self,
        *,
        store: Store,
        parameters: SystemParameters,
        settings: Settings,
        faults: Faults,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._texts = WorkItemTexts()
        self._system = System(store=store, parameters=parameters, settings=settings, texts=self._texts)
        wire = wire_of(
            strict=settings.profile == "strict",
            knows_reasons=parameters.knows_cancel_reasons,
            status_required=settings.unresourced_status != "absent",
        )
        self._protocol, self.wsdl = wire.protocol, wire.wsdl
        self._versions = frozenset(settings.soap_versions.split(","))
        self._most = settings.max_body_bytes
        self._faults = faults
        self._sleep = sleep

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as a WSGI application."""
        answer = self.answer(environ)
        return answer.given_to(start_response) if answer.pace is None else self.give(answer, environ, start_response)

    def give(self, answer: Answer, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Give an answer that has a pace as a WSGI application does."""
        return answer.paced_to(start_response, pause_of(environ, self._sleep))

    def notice(self, changed: ChangedWorkItems) -> bytes:
        """Write the reply that GetChangedWorkItems would give, for somebody who is told without asking (SB-N-01)."""
        return self._protocol.notice("GetChangedWorkItems", changed_work_items(changed, self._texts.of(changed)))

    def answer(self, environ: Environ) -> Answer:
        """Answer a request, whatever its method and path."""
        method = environ["REQUEST_METHOD"]
        if method == "GET" and asks_for_wsdl(environ):
            return Answer(status=200, content_type="text/xml; charset=utf-8", parts=[self.wsdl.at(address(environ))])
        if method != "POST":
            return Answer(
                status=405,
                content_type=_TEXT,
                parts=[f"{method} is not answered here: POST a SOAP envelope, or GET ?wsdl\n".encode()],
                allow="POST, GET",
            )
        try:
            body = read_body(environ, self._most)
        except TooLarge:
            text = f"the body is larger than max_body_bytes, {self._most} bytes\n"
            return Answer(status=413, content_type=_TEXT, parts=[text.encode()])
        call = Call(
            system=self._system,
            content_type=environ.get("CONTENT_TYPE") or "",
            versions=self._versions,
            facade=environ.get("emulator.facade"),
        )
        timeout = environ.get("emulator.timeout")
        answer = self._reply(call, body, timeout)
        if call.ordered is not None:
            answer = self._as_ordered(call.ordered, answer, call, timeout)
        # Whatever it is that comes so late, nobody waits for it any more.
        return _broken(call, body, TimeoutError) if call.late else answer

    def _reply(self, call: Call, body: bytes, timeout: float | None) -> Answer:
        try:
            reply = self._process(call, body, timeout)
        except SoapFault as fault:
            return _fault(call, body, fault)
        except ConnectionResetError:
            return _broken(call, body, ConnectionResetError)
        except StateUnavailable as why:
            unavailable = _fault(call, body, SoapFault(FaultCode.RECEIVER, f"{why}; try again"))
            return replace(unavailable, status=503, retry_after=RETRY_AFTER)
        except Exception:
            _log.exception("a SOAP call failed")
            return _fault(call, body, SoapFault(FaultCode.RECEIVER, "the server failed; its log says why"))
        if isinstance(reply, Answer):
            return reply
        assert call.version is not None
        return Answer(status=200, content_type=call.version.content_type, parts=reply, request=body, operation=call.operation)

    def _process(self, call: Call, body: bytes, timeout: float | None) -> Sequence[bytes] | Answer:
        """Take a call through its steps: read, perform, write."""
        operation, received = self._protocol.received(call, body)
        if self._faults.at_soap:
            call.ordered = self._faults.take(call.operation, facade=call.facade, look=received.find)
        ordered = call.ordered
        if ordered is not None:
            self._delay(call, ordered.delay, timeout)
            if ordered.prevents:
                return _in_its_place(ordered, call, body)
        reply = operation.perform(call, received)
        if ordered is not None and ordered.replaces:
            return _in_its_place(ordered, call, body)
        assert call.version is not None
        return self._protocol.reply(call.version, operation, reply)

    def _delay(self, call: Call, seconds: float, timeout: float | None) -> None:
        """Wait as long as ordered, or until the caller has stopped waiting; the call is late then."""
        patience = None if timeout is None else timeout - call.waited
        call.late = patience is not None and seconds >= patience
        if seconds:
            self._sleep(patience if patience is not None and call.late else seconds)
        call.waited += seconds

    def _as_ordered(self, ordered: Fault, answer: Answer, call: Call, timeout: float | None) -> Answer:
        """Change an answer as ordered; a caller with a time-out waits here for what is slow."""
        if call.late or answer.broken is not None:
            return answer
        if ordered.changes and not ordered.silent:
            answer = replace(
                answer,
                parts=[changed(answer.whole().parts[0], ordered)],
                content_type=answer.content_type if ordered.content_type is None else ordered.content_type,
            )
        pace = pace_of(ordered, answer.length)
        if pace is not None and timeout is not None:
            self._delay(call, pace.seconds(answer.length) + (pace.hang or 0.0), timeout)
            pace = replace(pace, drip=None, hang=None) if pace.breaks is not None else None
        return replace(answer, pace=pace)


def _in_its_place(ordered: Fault, call: Call, body: bytes) -> Answer:
    """Give what was ordered in the place of a reply."""
    if ordered.reset:
        raise ConnectionResetError
    if ordered.fault is not None:
        raise SoapFault(_FAULT_CODES[ordered.fault], ordered.reason)
    if ordered.status is None:
        return Answer(status=0, content_type="", parts=[b""], request=body, operation=call.operation)
    return Answer(
        status=ordered.status,
        content_type=ordered.content_type or "",
        parts=[ordered.body.encode()],
        request=body,
        operation=call.operation,
    )


def _broken(call: Call, body: bytes, error: type[Exception]) -> Answer:
    return Answer(status=0, content_type="", parts=[b""], request=body, operation=call.operation, broken=error)


def _fault(call: Call, body: bytes, fault: SoapFault) -> Answer:
    """Write a fault in the request's version, else in that of its Content-Type (SCH-T-08)."""
    version = fault.version or call.version or version_by_media_type(call.content_type)
    status, text = version.fault(fault)
    return Answer(
        status=status, content_type=version.content_type, parts=[text.encode()], request=body, operation=call.operation
    )
