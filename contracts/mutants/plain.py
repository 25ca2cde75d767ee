"""What plain schemathesis says of a mutant: its own cases and checks on the same document, and none of ours."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contracts.credentials import showing
from contracts.document import Document, load
from contracts.exchange import Request
from contracts.run.preparation import GATE_SEED
from contracts.run.schemathesis_adapter import Alone, Objection
from contracts.target import InProcess
from contracts.targets.signed_in import SignedIn
from contracts.targets.wsgi import environ as environ_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# A facade that asks for a token where it is set up so, is.
_ASKED = {"auth": True}


def objections(name: str) -> frozenset[Objection]:
    """Let schemathesis alone judge the emulator of this process, mutant or not, by a document.

    The facade asks for credentials, as its document says, and schemathesis sends the right ones.
    """
    alone, document = schemathesis_alone(name), document_alone(name)
    target = InProcess({key: value for key, value in _ASKED.items() if key in document.settings})
    filled_in = any(each.filled_in for each in document.schemes.values())
    return alone.objections(_signed_in(target, document) if filled_in else target.wsgi)


@cache
def schemathesis_alone(name: str) -> Alone:
    """Draw its cases; processes that are forked after this share them."""
    return Alone(document_alone(name), seed=GATE_SEED)


@cache
def document_alone(name: str) -> Document:
    """Read a document as it is for schemathesis."""
    document = load(name)
    return document.under(_ASKED)


def _signed_in(target: InProcess, document: Document) -> "WSGIApplication":
    """Show the emulator what a caller has to log in for: schemathesis knows no log-in."""
    caller = SignedIn(target, [document])

    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        request = _request(environ)
        for operation in document.at(request.path):
            credentials = document.credentials_of(operation)
            if operation.method == request.method and credentials is not None and credentials.value:
                request = caller.filled(showing(credentials, request, credentials.value, has_body=operation.has_body))
        return target.wsgi(environ_of(request), start_response)

    return app


def _request(environ: Any) -> Request:
    headers = {key[5:].replace("_", "-"): value for key, value in environ.items() if key.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    path = environ.get("RAW_URI") or quote(environ["PATH_INFO"].encode("latin-1"))
    query = "" if "RAW_URI" in environ else environ.get("QUERY_STRING", "")
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    return Request(method=environ["REQUEST_METHOD"], path=f"{path}?{query}" if query else path, headers=headers, body=body)
