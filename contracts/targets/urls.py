"""A target reached by HTTP: somebody's facade, with our emulator behind it at a URL of its own."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.targets.at_once import at_once
from contracts.targets.control import control
from contracts.targets.journal import Journal
from contracts.targets.kept_open import KeptOpen
from contracts.targets.refusals import NotPossible, TargetError, TargetGone

if TYPE_CHECKING:
    from contracts.target import Target

LARGEST_ANSWER = 64 * 1024 * 1024
TIMEOUT = 30.0
# After so many requests without an answer there is no use in asking on.
MOST_IN_A_ROW, MOST_UNANSWERED = 3, 20
# What the control API changes without anybody's notice; a reset or a clock that moves may well make a gateway ask.
_UNNOTICED = ("/work-items", "/units")


class Urls:
    """Send requests as they are: no proxy of the environment, no redirect, no cookie, no header but what HTTP needs.

    A request that gets no whole answer is an exchange with a broken response. A facade that answers nothing any more, or too
    little, is gone.
    """

    def __init__(
        self,
        base_url: str,
        emulator_url: str,
        *,
        headers: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT,
        token: str = "",
    ) -> None:
        """``emulator_url`` has SOAP, control API and journal.

        ``headers`` go with each request to the facade that has none of that name; ``timeout`` (seconds) is a whole answer's.
        ``token`` is the emulator's control token, which nobody else is sent.
        """
        self.base_url = _checked(base_url, "the facade")
        self.emulator_url = _checked(emulator_url, "the emulator")
        self.name = f"{self.base_url} with the emulator at {self.emulator_url}"
        self._headers = dict(headers or {})
        self._timeout = timeout
        self._token = token
        self._transport = httpx.HTTPTransport(trust_env=False)
        self._control = KeptOpen(self.emulator_url, timeout=timeout, largest=LARGEST_ANSWER)
        self._journal = Journal(self.control)
        self._unanswered = self._unanswered_in_a_row = 0

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, and say what SOAP it caused."""
        before = self._journal.last()
        request = self._with_headers(request)
        response = self._answered(request)
        soap = self._journal.soap_since(before)
        if response.broken:
            # Its SOAP call may come late, and would be taken for the next request's.
            self._journal.forget()
        return Exchange(operation=operation, request=request, response=response, soap=soap)

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:
        """Send requests to the facade at the same time; give the answers in their order, and all the SOAP they caused."""
        before = self._journal.last()
        responses = at_once(self._answered, [self._with_headers(request) for request in requests])
        return responses, self._journal.soap_since(before)

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""
        try:
            response = self._send(self.emulator_url, request)
        except TargetError:
            self._journal.forget()
            raise
        self._journal.soap_came(request, response)
        return response

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API (``path`` below /_emulator); give its JSON back, raise NotPossible when it refuses."""
        if method != "GET" and not path.startswith(_UNNOTICED):
            self._journal.forget()
        return control(self._control.send, self.emulator_url, method, path, body, token=self._token)

    def with_settings(self, settings: Mapping[str, Any]) -> AbstractContextManager["Target"]:
        """Refuse: an emulator that runs elsewhere was given its settings when it was started."""
        raise NotPossible(f"the emulator at {self.emulator_url} cannot be given other settings ({', '.join(settings)})")

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
        self._control.close()

    def _with_headers(self, request: Request) -> Request:
        named = {name.lower() for name in request.headers}
        more = {name: value for name, value in self._headers.items() if name.lower() not in named}
        return replace(request, headers={**request.headers, **more}) if more else request

    def _answered(self, request: Request) -> Response:
        try:
            response = self._send(self.base_url, request)
        except TargetError as error:
            self._unanswered += 1
            self._unanswered_in_a_row += 1
            if self._unanswered_in_a_row >= MOST_IN_A_ROW and not self._is_there():
                raise TargetGone(f"{error}; the {self._unanswered_in_a_row} last requests got no answer") from error
            if self._unanswered >= MOST_UNANSWERED:
                raise TargetGone(f"{error}; {self._unanswered} requests got no answer") from error
            return Response(status=0, headers={}, body=b"", broken=str(error))
        self._unanswered_in_a_row = 0
        return response

    def _is_there(self) -> bool:
        """Tell whether anything at all is answered: it may be some requests only that get no answer."""
        try:
            self._send(self.base_url, Request(method="GET", path="/"))
        except TargetError:
            return False
        self._unanswered_in_a_row = 0
        return True

    def _send(self, base_url: str, request: Request) -> Response:
        asked = f"{request.method} {base_url}{request.path[:200]}"
        try:
            with closing(self._transport.handle_request(_as_httpx(base_url, request, self._timeout))) as answer:
                body = b"".join(_within(answer, asked, seconds=self._timeout))
        except httpx.TimeoutException as error:
            raise TargetError(f"{asked}: no whole answer within {self._timeout:g} s") from error
        except httpx.ConnectError as error:
            raise TargetError(f"{asked}: cannot connect: {error}") from error
        except httpx.LocalProtocolError as error:
            raise NotPossible(f"{asked}: HTTP cannot carry this request: {error}") from error
        except httpx.HTTPError as error:
            raise TargetError(f"{asked}: the connection broke: {error or type(error).__name__}") from error
        return Response(status=answer.status_code, headers=dict(answer.headers), body=body)


def _checked(url: str, whose: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise TargetError(f"the URL of {whose} must be like http://127.0.0.1:8010, found {url!r}")
    return url.rstrip("/")


def _as_httpx(base_url: str, request: Request, timeout: float) -> httpx.Request:
    target = f"{urlsplit(base_url).path}{request.path}".encode("utf-8", "surrogatepass")
    chunked = any(name.lower() == "transfer-encoding" for name in request.headers)
    made = httpx.Request(
        request.method,
        base_url,
        headers=[(name.encode("latin-1", "replace"), _on_the_wire(value)) for name, value in request.headers.items()],
        content=iter([request.body] if request.body else []) if chunked else request.body or None,
        # The target goes out as it is; httpx alone would mend its percent-encoding.
        extensions={"target": target, "timeout": dict.fromkeys(("connect", "read", "write", "pool"), timeout)},
    )
    made.method = request.method
    return made


def _on_the_wire(value: str) -> bytes:
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")


def _within(answer: httpx.Response, asked: str, *, seconds: float) -> Iterator[bytes]:
    """Pass the answer on, unless it drips or swells without end."""
    deadline, size = time.monotonic() + seconds, 0
    for chunk in answer.iter_bytes():
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise TargetError(f"{asked}: the answer is larger than {LARGEST_ANSWER // 1024 // 1024} MiB")
        if time.monotonic() > deadline:
            raise TargetError(f"{asked}: no whole answer within {seconds:g} s")
        yield chunk
