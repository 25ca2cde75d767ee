"""A target reached by HTTP that is a SOAP server and no facade: with our control API somewhere, or with none."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.scenarios.messages import LOGIN
from contracts.targets.refusals import NotPossible, TargetError
from contracts.targets.urls import TIMEOUT, Urls

NO_REST = "a run by --soap judges a SOAP server, and no REST facade"
NO_CONTROL = "nothing can be put into the server or seen in it; --emulator says where its control API is, if it has one"


class SoapUrls(Urls):
    """Send SOAP to a URL as it is, and what other paths get to the same machine.

    ``login`` takes the place of the login that the harness's messages have. Where there is no control API, whatever needs it
    is not possible, and says so.
    """

    def __init__(
        self,
        url: str,
        emulator_url: str | None,
        *,
        login: tuple[str, str, str] | None = None,
        timeout: float = TIMEOUT,
        token: str = "",
    ) -> None:
        """Raise TargetError for what is no URL of a server."""
        parts = urlsplit(_checked(url))
        super().__init__(f"{parts.scheme}://{parts.netloc}", _checked(emulator_url or url), timeout=timeout, token=token)
        self.path = parts.path or "/"
        self.has_control = emulator_url is not None
        behind = f"with its control API at {self.emulator_url}" if self.has_control else "without a control API"
        self.name = f"the SOAP server at {url} {behind}"
        self._login = None if login is None else (_written(tuple(LOGIN.values())), _written(login))

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:  # noqa: ARG002 - a target's signature
        """Refuse: there is no facade."""
        raise NotPossible(NO_REST)

    def rest_at_once(self, requests: Sequence[Request]) -> tuple[list[Response], tuple[SoapCall, ...]]:  # noqa: ARG002 - as above
        """Refuse: there is no facade."""
        raise NotPossible(NO_REST)

    def soap(self, request: Request) -> Response:
        """Send a request to the SOAP server; without a whole answer it is a broken response."""
        path, mark, query = request.path.partition("?")
        body = request.body if self._login is None else request.body.replace(*self._login)
        return self._answered(replace(request, path=f"{self.path if path == '/soap' else path}{mark}{query}", body=body))

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API; raise NotPossible where there is none."""
        if not self.has_control:
            raise NotPossible(NO_CONTROL)
        return super().control(method, path, body)

    def with_settings(self, settings: Mapping[str, Any]) -> Any:
        """Refuse: a server that runs elsewhere was set up when it was started."""
        raise NotPossible(f"the SOAP server at {self.base_url} cannot be given other settings ({', '.join(settings)})")


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise TargetError(
            f"the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found {url!r}: {error}"
        ) from None
    if parts.username is not None or parts.password is not None:
        raise TargetError("the URL of the SOAP server must hold no user and no password; --login says who calls")
    if (
        parts.scheme not in ("http", "https")
        or not host
        or parts.query
        or parts.fragment
        or not url.isprintable()
        or " " in url
    ):
        raise TargetError(f"the URL of the SOAP server must be like http://127.0.0.1:8010/soap, found {url!r}")
    return url


def _written(login: tuple[str, ...]) -> bytes:
    user, password, name = map(escape, login)
    text = f"<databaseUser>{user}</databaseUser><password>{password}</password><spUser>{name}</spUser>"
    return text.encode()
