"""The envelope that every answer has: status and data (CRM-E-01, CRM-E-02)."""

import json
from typing import Any

from werkzeug import Response

from emulator.facades.crm_com.refusals import Refusal, Refused


def success(data: Any) -> Response:
    """Answer that it was done, with what came of it."""
    return _answer(200, {"code": "OK", "message": "", "description": ""}, data)


def refused(no: Refused, *, by_status: bool) -> Response:
    """Answer what was refused, and why; ``by_status`` says whether the HTTP status says so too."""
    status = no.refusal.status if by_status or no.unread else 200
    response = _answer(status, {"code": no.refusal.name, "message": str(no), "description": no.refusal.when}, None)
    if no.allow:
        response.headers["Allow"] = no.allow
    return response


def failed(says: str) -> Refused:
    """Make the refusal for what Scheduling, or the facade itself, did not do."""
    return Refused(
        Refusal.SYSTEM_ERROR, "Scheduling", "must do what it is asked", expected="its answer that it was done", found=says
    )


def _answer(status: int, said: dict[str, str], data: Any) -> Response:
    # It is ASCII, so that any text a caller gave us can stand in it.
    body = json.dumps({"status": said, "data": data})
    return Response(body, status, content_type="application/json")
