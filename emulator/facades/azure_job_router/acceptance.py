"""What a request must be before anything is done with it, in the order of AZ-E-03."""

from dataclasses import dataclass
from typing import Any

from werkzeug import Request

from emulator.facades.azure_job_router.answers import API_VERSION
from emulator.facades.azure_job_router.refusals import Refusal, Refused
from emulator.facades.azure_job_router.routes import Route, route_of
from emulator.facades.azure_job_router.signing import Signatures
from emulator.facades.json_text import BadJson, read_object
from emulator.facades.request_body import BrokenOff, TooLarge, read_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A request that is what signatures, paths, methods, versions, media types and JSON ask for."""

    route: Route
    job_id: str
    body: dict[str, Any]


def accept(request: Request, signatures: Signatures, *, max_body_bytes: int) -> Accepted:
    """Look at signature, path, method, version, media type and JSON, in that order; raise Refused at the first wrong one.

    Where requests are signed, a body that is too large to be read comes before all of them.
    """
    if signatures.required:
        signatures.check(request, _read(request, max_body_bytes))
    route, job_id = route_of(request)
    _check_version(request)
    body = _body(request, route, max_body_bytes) if route.media_type else {}
    return Accepted(route=route, job_id=job_id, body=body)


def _check_version(request: Request) -> None:
    versions = list(dict.fromkeys(request.args.getlist("api-version")))
    if len(versions) > 1:
        found = ", ".join(versions)[:200]
        raise Refused(
            Refusal.AMBIGUOUS_API_VERSION, f"The request must name one API version, api-version={API_VERSION}; found {found}."
        )
    if not any(versions):
        raise Refused(Refusal.API_VERSION_UNSPECIFIED, "An API version is required, but was not specified.")
    if versions != [API_VERSION]:
        raise Refused(
            Refusal.UNSUPPORTED_API_VERSION,
            f"The HTTP resource that matches the request URI '{request.base_url[:200]}' does not support the API version "
            f"'{versions[0][:60]}'; it supports {API_VERSION}.",
        )


def _body(request: Request, route: Route, most: int) -> dict[str, Any]:
    media_type = request.environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type != route.media_type:
        # A body that may be left out is looked for first: an empty one needs no media type.
        if not route.required and not _is_there(request, most):
            return {}
        raise Refused(
            Refusal.UNSUPPORTED_MEDIA_TYPE,
            f"The Content-Type must be the operation's: expected {route.media_type}, found {media_type[:200] or 'none'}",
        )
    data = _read(request, most)
    if not data and not route.required:
        return {}
    try:
        return read_object(data)
    except BadJson as bad:
        raise Refused(Refusal.BAD_REQUEST, f"The {bad}") from None


def _is_there(request: Request, most: int) -> bool:
    """Tell whether there is a body, however large or broken: its media type comes before that."""
    try:
        return bool(read_body(request, most))
    except (TooLarge, BrokenOff):
        return True


def _read(request: Request, most: int) -> bytes:
    try:
        return read_body(request, most)
    except TooLarge:
        raise Refused(
            Refusal.TOO_LARGE, f"The body must not be larger than max_body_bytes: expected {most} bytes or less, found more"
        ) from None
    except BrokenOff:
        raise Refused(Refusal.BAD_REQUEST, "The body must be whole: expected as many bytes as announced, found fewer") from None
