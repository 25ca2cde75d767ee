"""What a request must be before anything is done with it, in the order of SB-H-04."""

from typing import Any

from werkzeug import Request

from emulator.facades.json_text import BadJson, read_object
from emulator.facades.request_body import BrokenOff, TooLarge, read_body
from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.facades.servicebroker.routes import ROUTES, Route
from emulator.facades.servicebroker.tenants import Tenant, Tenants
from emulator.made_often import made_often


@made_often(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A request that is what the paths, methods, tokens and media types ask for."""

    route: Route
    tenant: Tenant | None  # None on a route that asks for no token
    body: dict[str, Any]


def accept(request: Request, tenants: Tenants, *, max_body_bytes: int) -> Accepted:
    """Look at path, method, token, content type, size and JSON, in that order; raise Refused at the first that is wrong."""
    route = _route(request)
    tenant = None if route.open else tenants.of(request.environ.get("HTTP_AUTHORIZATION", ""))
    if not route.body:
        return Accepted(route=route, tenant=tenant, body={})
    _check_content_type(request.environ.get("CONTENT_TYPE", ""))
    return Accepted(route=route, tenant=tenant, body=_body(request, max_body_bytes))


def _route(request: Request) -> Route:
    route = ROUTES.get(request.path)
    if route is None:
        raise Refused(
            Refusal.NOT_FOUND,
            "path",
            "must be one of the facade's, in its case",
            expected=" or ".join(ROUTES),
            found=request.path[:200],
        )
    if request.method != route.method:
        raise Refused(
            Refusal.METHOD_NOT_ALLOWED,
            "method",
            "must be the path's",
            expected=route.method,
            found=request.method[:20],
            headers={"Allow": route.method},
        )
    return route


def _check_content_type(content_type: str) -> None:
    if content_type.partition(";")[0].strip().lower() != "application/json":
        raise Refused(
            Refusal.UNSUPPORTED_MEDIA_TYPE,
            "Content-Type",
            "must be JSON's",
            expected="application/json",
            found=content_type[:200] or "no content type",
        )


def _body(request: Request, most: int) -> dict[str, Any]:
    try:
        return read_object(read_body(request, most))
    except TooLarge:
        expected = f"{most} bytes or less"
        raise Refused(
            Refusal.TOO_LARGE, "body", "must not be larger than max_body_bytes", expected=expected, found="more"
        ) from None
    except BrokenOff:
        raise Refused(Refusal.BAD_JSON, "body", "must be whole", expected="as many bytes as announced", found="fewer") from None
    except BadJson as bad:
        raise Refused(Refusal.BAD_JSON, bad.subject, bad.rule, expected=bad.expected, found=bad.found) from None
