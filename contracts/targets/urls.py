"""A target reached by HTTP: somebody's facade, with our emulator behind it at a URL of its own."""

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, closing
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from contracts.exchange import Exchange, Request, Response
from contracts.targets.control import control
from contracts.targets.journal import Journal
from contracts.targets.refusals import NotPossible, TargetError

if TYPE_CHECKING:
    from contracts.target import Target

LARGEST_ANSWER = 64 * 1024 * 1024


class Urls:
    """Send requests as they are: no proxy of the environment, no redirect, no cookie, no header but what HTTP needs."""

    def __init__(self, base_url: str, emulator_url: str, *, timeout: float = 30.0) -> None:
        """``emulator_url`` has SOAP, control API and journal; ``timeout`` is for a whole answer, in seconds."""
        self.base_url = _checked(base_url, "the facade")
        self.emulator_url = _checked(emulator_url, "the emulator")
        self.name = f"{self.base_url} with the emulator at {self.emulator_url}"
        self._timeout = timeout
        self._transport = httpx.HTTPTransport(trust_env=False)
        self._journal = Journal(self.control)

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        """Send a request to the facade, and say what SOAP it caused."""
        before = self._journal.last()
        response = self._send(self.base_url, request)
        return Exchange(operation=operation, request=request, response=response, soap=self._journal.soap_since(before))

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server itself."""
        self._journal.forget()
        return self._send(self.emulator_url, request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API (``path`` below /_emulator); give its JSON back, raise NotPossible when it refuses."""
        if method != "GET":
            self._journal.forget()
        return control(lambda request: self._send(self.emulator_url, request), self.emulator_url, method, path, body)

    def with_settings(self, settings: Mapping[str, Any]) -> AbstractContextManager["Target"]:
        """Refuse: an emulator that runs elsewhere was given its settings when it was started."""
        raise NotPossible(f"the emulator at {self.emulator_url} cannot be given other settings ({', '.join(settings)})")

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

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
