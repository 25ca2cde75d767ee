"""The bodies, headers and reason phrases of JOC's answers (JOC-E-01, JOC-E-02, JOC-A-01)."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug import Response

from emulator.facades.joc.refusals import Refused, Turned, TurnedAway
from emulator.facades.joc.sessions import TIMEOUT, Session

_REASONS = {420: "420 Invalid Request", 440: "440 Login Timeout"}
_NO_CACHING = {"Cache-Control": "no-cache, no-store, must-revalidate", "Pragma": "no-cache", "Expires": "0"}


def spelt(instant: datetime) -> str:
    """Write an instant: ISO 8601 with milliseconds."""
    return instant.isoformat(timespec="milliseconds")


def answered(body: Mapping[str, Any], *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Make an answer."""
    response = Response(json.dumps(body, separators=(",", ":")), status=_REASONS.get(status, str(status)))
    response.content_type = "application/json"
    response.headers.update({**_NO_CACHING, **(headers or {})})
    return response


def refused(refusal: Refused, *, at: datetime) -> Response:
    """Answer a functional error."""
    kind = refusal.refusal
    error = {"code": kind.code, "message": f"{kind.exception}: {refusal}"}
    headers = {"Allow": "POST"} if kind.status == 405 else {}
    return answered({"deliveryDate": spelt(at), "surveyDate": spelt(at), "error": error}, status=kind.status, headers=headers)


def turned_away(turned: TurnedAway) -> Response:
    """Answer somebody who may not do this."""
    known = turned.why is Turned.NOT_PERMITTED
    body = {
        **({"account": turned.account} if turned.account else {}),
        "accessToken": "",
        "isAuthenticated": known,
        "isPermitted": False,
        "hasRole": False,
        "message": turned.why.text,
    }
    return answered(body, status=turned.why.status)


def logged_in(session: Session, *, caller: str) -> Response:
    """Answer a log-in; the token is in a header, too."""
    milliseconds = int(TIMEOUT.total_seconds() * 1000)
    body = {
        "account": session.account.account,
        "role": "",
        "accessToken": session.token,
        "isAuthenticated": True,
        "isPermitted": True,
        "hasRole": True,
        "sessionTimeout": milliseconds,
        "enableTouch": True,
        "callerIpAddress": caller,
        "callerHostName": caller,
        "identityService": "JOC:JOC-INITIAL",
        "forcePasswordChange": False,
    }
    return answered(body, headers={"X-Access-Token": session.token, "X-JOC-Timeout": str(milliseconds)})


def logged_out(session: Session) -> Response:
    """Answer a log-out."""
    body = {"account": session.account.account, "accessToken": ""}
    return answered({**body, "isAuthenticated": False, "isPermitted": False, "hasRole": False})
