"""A target of a few lines: it says what it was told to say, and remembers what it was asked."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from contracts.exchange import Exchange, Request, Response, SoapCall
from contracts.scenarios.messages import CONTENT_TYPES, ENVELOPES, NAMESPACE
from contracts.target import NotPossible


def json_answer(body: bytes, *, status: int = 200) -> Response:
    return Response(status=status, headers={"content-type": "application/json"}, body=body)


def soap_answer(inside: str, *, version: str = "1.2", status: int = 200) -> Response:
    envelope = ENVELOPES[version]
    body = f'<e:Envelope xmlns:e="{envelope}" xmlns:p="{NAMESPACE}"><e:Body>{inside}</e:Body></e:Envelope>'
    headers = {"content-type": f"{CONTENT_TYPES[version]}; charset=utf-8"}
    return Response(status=status, headers=headers, body=f'<?xml version="1.0" encoding="UTF-8"?>{body}'.encode())


class FakeTarget:
    """Answers come in the order given; the control API says yes to all but ``refuses``."""

    name = "a fake"
    base_url = "http://127.0.0.1:8010"

    def __init__(
        self, *answers: Response, soap: tuple[SoapCall, ...] = (), refuses: tuple[str, ...] = (), control: Any = None
    ) -> None:
        self.answers = list(answers)
        self.asked: list[Request] = []
        self.controlled: list[tuple[str, str, Any]] = []
        self.settings: list[Mapping[str, Any]] = []
        self._soap = soap
        self._refuses = refuses
        self._control = control

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        self.asked.append(request)
        return Exchange(operation=operation, request=request, response=self.answers.pop(0), soap=self._soap)

    def soap(self, request: Request) -> Response:
        self.asked.append(request)
        return self.answers.pop(0)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        self.controlled.append((method, path, body))
        if path in self._refuses:
            raise NotPossible(f"{method} {path}: no")
        return self._control

    @contextmanager
    def with_settings(self, settings: Mapping[str, Any]) -> Iterator["FakeTarget"]:
        self.settings.append(settings)
        yield self
