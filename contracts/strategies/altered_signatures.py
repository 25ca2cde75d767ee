"""Signed requests in which one thing is not as it was signed, by the name of the scheme."""

from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol

from contracts.exchange import Request
from contracts.signing import SIGNED


class Sign(Protocol):
    """Give the headers that sign a request; with another key in base64, or for another host, where one is given."""

    def __call__(self, request: Request, *, key: str | None = None, host: str | None = None) -> dict[str, str]:
        """Sign."""


def hmac_sha256(request: Request, sign: Sign) -> Iterator[tuple[str, Request]]:
    """Give requests that are wrong in one part of what HMAC-SHA256 signs, or of the signature, with what is wrong."""
    date, host, content = SIGNED
    right = sign(request)
    signature = right["Authorization"].rpartition("Signature=")[2]
    plain, _, query = request.path.partition("?")
    for what, signed in (
        ("another method", replace(request, method="PUT" if request.method != "PUT" else "POST")),
        ("another path", replace(request, path=f"{plain}x?{query}")),
        ("another query", replace(request, path=f"{request.path}&x=1")),
        ("no query", replace(request, path=plain)),
    ):
        if signed.path != request.path or signed.method != request.method:
            yield f"for {what}", signed_by(request, sign(signed))
    yield "over another body", signed_by(request, sign(replace(request, body=request.body + b" ")))
    yield (
        "over another body whose hash is this one's",
        signed_by(request, {**sign(replace(request, body=request.body + b" ")), content: right[content]}),
    )
    yield "for another host", signed_by(request, {**sign(request, host="other.example"), "Host": right["Host"]})
    yield "with a wrong key", signed_by(request, sign(request, key=b64encode(b"another key").decode()))
    yield "with no key", signed_by(request, sign(request, key=""))
    for what, spoiled in (
        ("another first character", _turned(signature)),
        ("its last character gone", signature[:-1]),
        ("a character more", f"{signature}A"),
        ("nothing in it", ""),
    ):
        yield f"with {what}", signed_by(request, {**right, "Authorization": _with_signature(right, spoiled)})
    yield f"with another {date}", signed_by(request, {**right, date: right[date].replace("GMT", "UTC")})
    for what, old, new in ((f"that does not name {host}", f"{host};", ""), ("of another algorithm", "SHA256", "SHA1")):
        yield what, signed_by(request, {**right, "Authorization": right["Authorization"].replace(old, new, 1)})
    for name in (date, content):
        yield f"without {name}", signed_by(request, {each: value for each, value in right.items() if each != name})


def signed_by(request: Request, headers: Mapping[str, str]) -> Request:
    """Put the headers of a signature into a request."""
    others = {name: value for name, value in request.headers.items() if name.lower() not in {each.lower() for each in headers}}
    return replace(request, headers={**others, **headers})


def _turned(signature: str) -> str:
    return ("B" if signature[:1] == "A" else "A") + signature[1:]


def _with_signature(right: Mapping[str, str], signature: str) -> str:
    return right["Authorization"].rpartition("Signature=")[0] + f"Signature={signature}"


ALTERED: Mapping[str, Callable[[Request, Sign], Iterator[tuple[str, Request]]]] = {"hmac-sha256": hmac_sha256}
