"""A target whose callers show credentials that only who sends a request can know: tokens that a log-in gives, signatures."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from contracts.credentials import showing, shown
from contracts.document import ANY_TOKEN, SIGNATURE, TOKEN, Credentials, Document, Operation
from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.expected.json_body import place
from contracts.inputs import request_for
from contracts.signing import SCHEMES
from contracts.targets.refusals import TargetError

if TYPE_CHECKING:
    from contracts.target import Target

# What no token outlives, and what moves the clock that one may end by: below /_emulator.
_FORGETTING = ("/reset", "/state", "/spaces")
_MOVING = "/clock"


def signed_in(target: "Target", documents: Sequence[Document]) -> "Target":
    """Give the target with credentials filled in where a document says how they are got; else the target as it is."""
    schemes = [each for document in documents for each in document.schemes.values()]
    needed = any(each.filled_in or each.set_up for each in schemes)
    return SignedIn(target, documents) if needed else target


class SignedIn:
    """Fill in what a request leaves open, and give exchanges back with the request as it was asked for.

    So an exchange shows no secret, is the same on every run, and can be sent again when its token has long ended.
    """

    def __init__(self, target: "Target", documents: Sequence[Document], *, apart: timedelta = timedelta()) -> None:
        self.name = target.name
        self.base_url = target.base_url
        self._target = target
        self._documents = tuple(documents)
        self._apart = apart
        # By document, and by what stands for it in a request.
        self._tokens: dict[tuple[str, str], str] = {}
        self._time: _Time | None = None

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade as whom the documents say."""
        exchange = self._target.rest(self.filled(request), operation=operation)
        self._end(request)
        return replace(exchange, request=request)

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests to the facade at the same time."""
        return self._target.rest_at_once([self.filled(request) for request in requests])

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""
        return self._target.soap(request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API, and forget what may not be good any more."""
        if method != "GET" and path.startswith(_FORGETTING):
            self.forget()
        if method != "GET" and path.startswith(_MOVING):
            self._forget_the_time()
        return self._target.control(method, path, body)

    @contextmanager
    def with_settings(self, settings: Mapping[str, Any]) -> Iterator["Target"]:
        """Give a fresh target with other settings, where everybody has to log in anew."""
        with self._target.with_settings(settings) as other:
            yield SignedIn(other, [document.under(settings) for document in self._documents])

    def close(self) -> None:
        """Let go of what the target holds."""
        self._target.close()

    def forget(self) -> None:
        """Get tokens and the time anew when they are needed next."""
        self._tokens.clear()
        self._time = None

    def _forget_the_time(self) -> None:
        """Get the time anew, and the token that anybody shows; one with a name is shown because it may have ended."""
        self._tokens = {key: token for key, token in self._tokens.items() if key[1] != TOKEN}
        self._time = None

    def apart(self, by: timedelta) -> "SignedIn":
        """Give the same target for a caller whose clock is ahead by so much."""
        return SignedIn(self._target, self._documents, apart=by)

    def filled(self, request: Request) -> Request:
        """Fill in the token or the signature that a request leaves open; any other request stays as it is."""
        for document, operation in self._operations(request):
            credentials, has_body = document.credentials_of(operation), operation.has_body
            value = None if credentials is None else shown(credentials, request, has_body=has_body)
            called = ANY_TOKEN.search(value or "")
            if credentials is None or value is None or not (value == SIGNATURE or called):
                continue
            if credentials.signing is not None and value == SIGNATURE:
                return self._signed(request, credentials)
            if credentials.obtaining is not None and called is not None:
                token = value.replace(called[0], self._token(document, credentials, called[0]))
                if not credentials.header and credentials.member and has_body:
                    return replace(request, body=_in_place(request.body, value, token))
                return showing(credentials, request, token, has_body=has_body)
        return request

    def _end(self, request: Request) -> None:
        """Forget the token that a request ended, unless it has a name: the next request needs another."""
        for document in self._documents:
            for operation in document.at(request.path):
                credentials = document.credentials_of(operation)
                if credentials is not None and credentials.ending.release == operation.name:
                    self._tokens.pop((document.name, TOKEN), None)

    def _operations(self, request: Request) -> Iterator[tuple[Document, Operation]]:
        """Give the operations that a request may be meant for, the likely ones first: it may be wrong on purpose."""
        found = [(document, each) for document in self._documents for each in document.at(request.path)]
        yield from sorted(found, key=lambda pair: pair[1].method != request.method)
        for document in self._documents:
            if request.path.startswith(document.http_rules.places.get("prefix", "\0")):
                yield from ((document, each) for each in document.operations if each.scheme is not None)

    def _token(self, document: Document, credentials: Credentials, called: str) -> str:
        how = credentials.obtaining
        assert how is not None
        if (document.name, called) not in self._tokens:
            operation = document.operation(how.operation)
            if operation is None:
                raise TargetError(f"{document.file}: x-credentials/obtain/operation: there is no operation {how.operation!r}")
            request = self.filled(request_for(document, operation, dict(how.body)))
            response = self._target.rest(request, operation=operation.name).response
            found = response.headers.get(how.at[:-1].lower()) if how.at.endswith(":") else place(_json(response), how.at)
            if not isinstance(found, str) or not found:
                shown_body = response.body[:200].decode("utf-8", "replace")
                raise TargetError(f"{operation.name} gives no token at {how.at}: {response.status} {shown_body}")
            self._tokens[document.name, called] = found
        return self._tokens[document.name, called]

    def _signed(self, request: Request, credentials: Credentials) -> Request:
        assert credentials.signing is not None
        host = urlsplit(self.base_url).netloc
        sign = SCHEMES[credentials.signing.scheme]
        more = sign(request, key=credentials.signing.key, host=host, now=self._now() + self._apart)
        names = {name.lower() for name in more}
        return replace(request, headers={**{n: v for n, v in request.headers.items() if n.lower() not in names}, **more})

    def _now(self) -> datetime:
        if self._time is None:
            found = self._target.control("GET", "/clock")
            self._time = _Time(datetime.fromisoformat(found["now"]), bool(found["running"]), time.monotonic())
        passed = time.monotonic() - self._time.read if self._time.running else 0.0
        return self._time.now + timedelta(seconds=passed)


@dataclass(frozen=True, slots=True)
class _Time:
    """The emulator's time, whether it runs, and when it was read, by a clock of our own."""

    now: datetime
    running: bool
    read: float


def _in_place(body: bytes, template: str, token: str) -> bytes:
    """Put the token into a JSON body, byte by byte as it is else; spaces at its end make room, so that its size stays."""
    found = body.replace(json.dumps(template).encode(), json.dumps(token).encode(), 1)
    spare = min(len(found) - len(found.rstrip(b" ")), max(0, len(found) - len(body)))
    return found[: len(found) - spare]


def _json(response: Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
