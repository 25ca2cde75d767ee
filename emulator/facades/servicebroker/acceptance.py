"""What a request must be before anything is done with it, in the order of SB-H-04."""

from dataclasses import dataclass
from typing import Any

from werkzeug import Request
from werkzeug.exceptions import ClientDisconnected, RequestEntityTooLarge

from emulator.facades.servicebroker.json_text import read_object
from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.facades.servicebroker.routes import ROUTES, Route
from emulator.facades.servicebroker.tenants import Tenant, Tenants


@dataclass(frozen=True, slots=True, kw_only=True)
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
    return Accepted(route=route, tenant=tenant, body=read_object(_read(request, max_body_bytes)))


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


def _read(request: Request, most: int) -> bytes:
    # One byte more than is taken: a stream that the server terminates (a chunked body) is cut at this limit in silence.
    request.max_content_length = most + 1
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        raise _too_large(most) from None
    except ClientDisconnected:
        raise _broken_off() from None
    if len(body) > most:
        raise _too_large(most)
    if len(body) < (request.content_length or 0):
        raise _broken_off()
    return body


def _too_large(most: int) -> Refused:
    return Refused(
        Refusal.TOO_LARGE, "body", "must not be larger than max_body_bytes", expected=f"{most} bytes or less", found="more"
    )


def _broken_off() -> Refused:
    return Refused(Refusal.BAD_JSON, "body", "must be whole", expected="as many bytes as announced", found="fewer")
