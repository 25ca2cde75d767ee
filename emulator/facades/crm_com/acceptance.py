"""What a request must be before it is looked at any closer: a path, its method, and parameters that can be read."""

from collections.abc import Mapping
from typing import Any

from werkzeug import Request

from emulator.facades.crm_com.query import read_query
from emulator.facades.crm_com.refusals import Refusal, Refused
from emulator.facades.crm_com.routes import ROUTES, Route
from emulator.facades.json_text import BadJson, read_object
from emulator.facades.request_body import BrokenOff, TooLarge, read_body


def route_of(request: Request) -> Route:
    """Find the route; raise Refused."""
    route = ROUTES.get(request.path)
    if route is None:
        raise Refused(
            Refusal.UNKNOWN_METHOD,
            "path",
            "must be one of the facade's, in its case",
            expected=" or ".join(ROUTES),
            found=request.path[:200],
            unread=True,
        )
    if request.method != route.method:
        raise Refused(
            Refusal.METHOD_NOT_ALLOWED,
            "HTTP method",
            "must be the path's",
            expected=route.method,
            found=request.method[:20],
            unread=True,
            allow=route.method,
        )
    return route


def given(request: Request, route: Route, *, max_body_bytes: int) -> Mapping[str, Any]:
    """Read what a request gives: the members of a POST's body, or the texts of a GET's query; raise Refused.

    A body is read as JSON whatever its Content-Type says, and a GET's not at all.
    """
    if route.method == "GET":
        return read_query(request.environ.get("QUERY_STRING", ""), names=route.names)
    try:
        return read_object(read_body(request, max_body_bytes))
    except TooLarge:
        raise Refused(
            Refusal.TOO_LARGE,
            "body",
            "must not be larger than max_body_bytes",
            expected=f"{max_body_bytes} bytes or less",
            found="more",
            unread=True,
        ) from None
    except BrokenOff:
        raise _unreadable("must be whole", expected="as many bytes as announced", found="fewer") from None
    except BadJson as bad:
        raise _unreadable(bad.rule, subject=bad.subject, expected=bad.expected, found=bad.found) from None


def _unreadable(rule: str, *, subject: str = "body", expected: str, found: str) -> Refused:
    return Refused(Refusal.INVALID_PARAMETERS, subject, rule, expected=expected, found=found, unread=True)
