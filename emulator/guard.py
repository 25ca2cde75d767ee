"""Who may use the control API, the console and spaces: who has the token, and no page of another site."""

import json
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from hmac import compare_digest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug import Response

from emulator.addresses import CONSOLE
from emulator.control.routes import PREFIX
from emulator.hosts import is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_HEALTH = f"{PREFIX}/health"
_CHALLENGE = {"WWW-Authenticate": 'Basic realm="emulator: any user, the control token as password", charset="UTF-8"'}
_HOST = re.compile(r"(\[[^\]]*\]|[^:]*)(?::[0-9]*)?")


class Guard:
    """Say who may not; without a ``token`` everybody may whose request is not another site's."""

    def __init__(self, token: str) -> None:
        self._token = token.encode()

    def before(self, control: "WSGIApplication") -> "WSGIApplication":
        """Let nobody through to the control API, or what is beside it, who may not; health is open to all."""

        def guarded(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            refused = None if environ["PATH_INFO"] == _HEALTH else self.of_another_site(environ) or self._untrusted(environ)
            return (refused or control)(environ, start_response)

        return guarded

    def of_another_site(self, environ: "WSGIEnvironment") -> Response | None:
        """Refuse what a browser sends for a page of another site, or under a name that is not this machine's."""
        if environ.get("HTTP_SEC_FETCH_SITE", "").strip().lower() == "cross-site" and not _follows_a_link(environ):
            return _refused(
                403, "cross-site", "a page of another site asks", "a page of the emulator's own", "Sec-Fetch-Site: cross-site"
            )
        host = environ.get("HTTP_HOST", "")
        origin = environ.get("HTTP_ORIGIN")
        if origin is not None and _host_of(origin) != host.lower():
            return _refused(403, "cross-site", "a page of another site asks", f"the Origin http://{host[:80]}", origin[:80])
        # A name that leads here today may have led a browser elsewhere before (DNS rebinding).
        if not self._token and host and is_loopback(environ["SERVER_NAME"]) and not is_loopback(_name_of(host)):
            return _refused(
                403,
                "host",
                "without a control token only names of this machine will do (control_token)",
                "the Host localhost, 127.0.0.1 or [::1]",
                host[:80],
            )
        return None

    def trusts(self, environ: "WSGIEnvironment") -> bool:
        """Whether a request has the token, or none is needed."""
        if not self._token:
            return True
        # Each is compared, whatever the others were: how long it takes tells nothing.
        found = [compare_digest(self._token, given) for given in _tokens(environ)]
        return any(found)

    def _untrusted(self, environ: "WSGIEnvironment") -> Response | None:
        if self.trusts(environ):
            return None
        ways = "Authorization: Bearer TOKEN, X-Emulator-Token: TOKEN, or HTTP Basic with it as password"
        found = "another" if any(_tokens(environ)) else "none"
        answer = _refused(401, "token", "the control API and the console need the control token", ways, found)
        answer.headers.extend(_CHALLENGE)
        return answer


def _follows_a_link(environ: "WSGIEnvironment") -> bool:
    """Whether a person comes to the console by a link: it is shown by itself, and who linked to it sees nothing of it."""
    return (
        environ["PATH_INFO"].startswith(CONSOLE)
        and environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and environ.get("HTTP_SEC_FETCH_MODE") == "navigate"
        and environ.get("HTTP_SEC_FETCH_DEST") == "document"
    )


def _tokens(environ: "WSGIEnvironment") -> Iterator[bytes]:
    yield environ.get("HTTP_X_EMULATOR_TOKEN", "").encode("latin-1", "replace")
    scheme, _, value = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    value = value.strip()
    if scheme.lower() == "bearer":
        yield value.encode("latin-1", "replace")
    elif scheme.lower() == "basic":
        try:
            yield b64decode(value, validate=True).partition(b":")[2]
        except ValueError:
            return


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def _name_of(host: str) -> str:
    found = _HOST.fullmatch(host)
    return found[1].strip("[]") if found else ""


def _refused(status: int, code: str, message: str, expected: str, found: str) -> Response:
    error = {"code": code, "message": f"{message}: expected {expected}; found {found}", "expected": expected, "found": found}
    return Response(json.dumps({"error": error}) + "\n", status, content_type="application/json")
