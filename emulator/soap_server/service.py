"""The operations as spyne sees them: two or three lines each; a fourth belongs in the operation."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from spyne import Service, rpc

from emulator.return_codes import Refused, ResultType
from emulator.scheduling.operations.cancel_job import cancel_job
from emulator.scheduling.operations.get_changed_work_items import get_changed_work_items
from emulator.scheduling.operations.login import LoginRefused, log_in
from emulator.soap_server import replies, types, values
from emulator.soap_server.call import Call
from emulator.soap_server.reading import Received

PORT_TYPE = "spPortType"


def _qualified(message: Any) -> str:
    return f"{{{types.MESSAGES}}}{message.get_type_name()}"


def _without_argument(answer: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """Spyne counts arguments, and a message without children has none."""

    @wraps(answer)
    def without(call: Call) -> Any:
        return answer(call, None)

    return without


def _operation(request: Any, response: Any, *, on_error: replies.Reply | None = None) -> Callable[[Any], Any]:
    """Declare the messages of a method, and turn what it refuses into a result."""

    def declare(method: Callable[[Call, Received], replies.Reply]) -> Any:
        @wraps(method)
        def answer(call: Call, received: Any) -> replies.Reply:
            ordered = call.ordered
            try:
                if ordered is not None and ordered.type == ResultType.ERROR.value and ordered.code is not None:
                    return {**(on_error or {}), "result": replies.result(ResultType.ERROR, ordered.code)}
                reply = {"result": replies.OK, **method(call, received)}
            except LoginRefused:
                note = "login refused: login" if call.system.settings.err_notes else None
                reply = {
                    "result": replies.result(ResultType.ERROR, call.system.settings.login_error_code, note),
                    **(on_error or {}),
                }
            except Refused as refused:
                reply = {"result": replies.refusal(refused, err_notes=call.system.settings.err_notes), **(on_error or {})}
            else:
                if ordered is not None and ordered.code is not None:
                    reply["result"] = replies.result(ResultType(ordered.type), ordered.code)
            return reply

        messages = {"_in_message_name": _qualified(request), "_out_message_name": _qualified(response)}
        takes = (request,) if request._type_info else ()
        as_method = rpc(*takes, _returns=response, _body_style="bare", _port_type=PORT_TYPE, **messages)
        return as_method(answer if takes else _without_argument(answer))

    return declare


class Scheduling(Service):
    """The part of the Scheduling system's interface that is emulated."""

    __service_name__ = "sp"
    __port_types__ = (PORT_TYPE,)

    @_operation(types.LoginRequest, types.LoginResponse)
    def Login(call: Call, request: Received) -> replies.Reply:
        """Accept or refuse a login (SCH-L-03)."""
        log_in(call.system.allowed, values.credentials(request))
        return {}

    @_operation(types.QuitRequest, types.StandardResponse)
    def Quit(call: Call, request: Received) -> replies.Reply:
        """End a connection; there is nothing to end (SCH-L-03)."""
        return {}

    @_operation(types.JobCancelRequest, types.JobCancelResponse)
    def CancelJob(call: Call, request: Received) -> replies.Reply:
        """Remove a job completely; its audit entry stays."""
        login = values.credentials(request.structure("login"))
        log_in(call.system.allowed, login)
        knows = call.system.parameters.knows_cancel_reasons
        reason = values.cancel_reason(request.structure("cancelReason")) if knows else None
        cancelled = cancel_job(
            call.system.store,
            call.system.parameters,
            job_id=request.text("jobID") or "",
            reason=reason,
            user=login.sp_user if login else None,
            facade=call.facade,
        )
        return replies.job_cancelled(cancelled, call.system.settings)

    @_operation(types.GetChangedWorkItemsRequest, types.GetChangedWorkItemsResponse, on_error={"timeStampOut": 0})
    def GetChangedWorkItems(call: Call, request: Received) -> replies.Reply:
        """Tell what changed in a unit since a time stamp."""
        time_stamp = values.time_stamp(request.text("timeStampIn"), strict=call.system.settings.profile == "strict")
        log_in(call.system.allowed, values.credentials(request.structure("login")))
        jeop_only, wrong_option = values.poll_options(request.structure("options"))
        changed = get_changed_work_items(
            call.system.store,
            call.system.parameters,
            unit_id=request.text("FRUID") or "",
            time_stamp=time_stamp,
            jeop_only=jeop_only,
            wrong_option=wrong_option,
            duplicates=call.ordered.duplicates if call.ordered is not None else 0,
        )
        return replies.changed_work_items(changed, call.system.texts.of(changed))
