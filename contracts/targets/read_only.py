"""A target in which nothing is changed but what the run itself made: jobs, units, and no clock, fault or state of anybody's."""

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from contracts.document import Credentials, Document, Operation
from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.expected.json_body import UnreadableError, place, read_strictly
from contracts.expected.soap import read_message
from contracts.inputs import values_of
from contracts.targets.refusals import NotAllowed, NotPossible

if TYPE_CHECKING:
    from contracts.target import Target

# The SOAP operations that change something, each with the element that names what it changes.
CHANGES = {"CancelJob": ("JobCancelRequest", ("jobID",))}
LONGEST_ID = 50
SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class ReadOnly:
    """Pass on what changes nothing, or only what this run made; of a request that might do more, say that it was withheld.

    A job may be named in a cancel when the run made it, when nobody can have such an id, or when the emulator has none of it.
    Where a facade keeps records of its own, nothing that changes one is sent: whose it is cannot be seen from outside.
    """

    def __init__(self, target: "Target", documents: Sequence[Document]) -> None:
        self.name = f"{target.name}, read only"
        self.base_url = target.base_url
        self._target = self.inner = target
        self._documents = documents
        self._own: set[str] = set()
        self._units: set[str] = set()

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, unless it might cancel what is not the run's."""
        why = self._why_not(request)
        if why:
            return Exchange(operation=operation, request=request, response=_withheld(why))
        return self._target.rest(request, operation=operation)

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests at the same time, all of them or, where one might cancel what is not the run's, none."""
        why = next(filter(None, map(self._why_not, requests)), "")
        return ([_withheld(why)] * len(requests), ()) if why else self._target.rest_at_once(requests)

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server, unless it might cancel what is not the run's."""
        why = self._why_not_soap(request)
        return _withheld(why) if why else self._target.soap(request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Look at everything; make, change and remove what is the run's own. A reset removes the run's jobs alone."""
        match method, path.split("/")[1:]:
            case "GET", _:
                return self._target.control(method, path, body)
            case "POST", ["reset"]:
                return self.remove_own()
            case "POST", ["units"]:
                return self._unit(body)
            case "POST", ["work-items"]:
                made = self._target.control(method, path, body)
                self._own.add(body["id"])
                return made
            case "PATCH" | "DELETE", ["work-items", id_] if id_ in self._own:
                return self._target.control(method, path, body)
        raise NotAllowed(f"read only: {method} {path} would change what this run did not make")

    def with_settings(self, settings: Mapping[str, Any]) -> AbstractContextManager["Target"]:
        """Leave it to the target: another one is nobody's yet."""
        return self._target.with_settings(settings)

    def remove_own(self) -> None:
        """Remove the jobs that the run made and that are there yet."""
        for id_ in sorted(self._own):
            try:
                self._target.control("DELETE", f"/work-items/{quote(id_, safe='')}")
            except NotPossible:  # it was cancelled, as it was to be
                continue
        self._own.clear()

    def close(self) -> None:
        """Remove what the run made."""
        self.remove_own()
        self._target.close()

    def _unit(self, body: Mapping[str, Any]) -> Any:
        if body["id"] in self._units:
            changes = {name: value for name, value in body.items() if name != "id"}
            return self._target.control("PATCH", f"/units/{quote(body['id'], safe='')}", changes)
        made = self._target.control("POST", "/units", body)
        self._units.add(body["id"])
        return made

    def _why_not(self, request: Request) -> str:
        """Say why a request is not sent, "" where it may be."""
        for holds, operation in ((document, each) for document in self._documents for each in document.at(request.path)):
            if _changes_records(holds, operation) and request.method not in SAFE:
                return f"{operation.name} changes records, and whose they are cannot be told"
            if operation.soap_operation not in CHANGES:
                continue
            if operation.method != request.method:
                return f"{request.method} where {operation.name} is might cancel a job"
            named = self._named(operation, request)
            if named is None:
                return f"{operation.name} with a body that cannot be read might cancel a job"
            for id_ in named:
                if not self._may_be_named(id_):
                    return f"{operation.name} would cancel {id_}, which this run did not make"
        return ""

    def _named(self, operation: Operation, request: Request) -> list[Any] | None:
        """Give the ids that a request names; None where it cannot be read."""
        prop = operation.naming("job")
        try:
            body = read_strictly(request.body) if operation.has_body else {}
        except UnreadableError:
            return None
        if not isinstance(body, dict) or prop is None:
            return None
        found = place(values_of(operation, request, body), prop.path)
        return found if isinstance(found, list) else [found]

    def _why_not_soap(self, request: Request) -> str:
        text = _text(request.body)
        for root, path in CHANGES.values():
            message = read_message(text)
            if message is None and root in text:
                return f"{root} that cannot be read might cancel a job"
            if message is not None and message.root == root:
                for element in message.element.all(path):
                    if not self._may_be_named(element.text):
                        return f"{root} would cancel {element.text}, which this run did not make"
        return ""

    def _may_be_named(self, id_: Any) -> bool:
        if not isinstance(id_, str) or not 1 <= len(id_) <= LONGEST_ID or id_ in self._own:
            return True
        try:
            self._target.control("GET", f"/work-items/{quote(id_, safe='', errors='replace')}")
        except NotPossible as refusal:
            return refusal.status == 404
        return False


def _changes_records(document: Document, operation: Operation) -> bool:
    """Tell whether an operation may change what the facade keeps itself: all but those that show it, and those about tokens."""
    if not any(each.needs for each in document.operations):
        return False
    about_tokens = {name for scheme in document.schemes.values() for name in _about_tokens(scheme)}
    return operation.method not in SAFE and operation.ended is None and operation.name not in about_tokens


def _about_tokens(scheme: Credentials) -> tuple[str | None, ...]:
    return scheme.obtaining.operation if scheme.obtaining is not None else None, scheme.ending.release


def _text(body: bytes) -> str:
    """Read a message in whatever encoding a server may read it in, so that none hides what it would cancel."""
    if b"\0" not in body[:4]:
        return body.decode("utf-8", "replace")
    marked = body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encoding = "utf-16" if marked else "utf-16-le" if body[1:2] == b"\0" else "utf-16-be"
    return re.sub(r"encoding\s*=\s*(\"[^\"]*\"|'[^']*')", "", body.decode(encoding, "replace"), count=1)


def _withheld(why: str) -> Response:
    return Response(status=0, headers={}, body=b"", withheld=f"read only: {why}")
