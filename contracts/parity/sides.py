"""The two sides of a comparison: our emulator in this process, a SOAP server by URL, or what a recording has."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from contracts.exchange import Request, Response
from contracts.target import InProcess, Target
from contracts.targets.refusals import NotPossible, TargetError
from contracts.targets.soap_urls import SoapUrls

EMULATOR, RECORDED = "emulator", "recorded"
_CANCEL = "JobCancelRequest"
_DECLARED = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']")
_READABLE = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A system: ``target`` None is what the recording has. Only where it ``may_cancel`` is a cancel sent."""

    name: str
    target: Target | None
    has_control: bool
    may_cancel: bool

    def soap(self, request: Request, recorded: Response | None) -> Response:
        """Give the answer to a request."""
        if self.target is None:
            if recorded is None:
                raise NotPossible("there is no recorded answer")
            return recorded
        return self.target.soap(request)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Call the control API; raise NotPossible where there is none."""
        if self.target is None or not self.has_control:
            raise NotPossible(f"{self.name} has no control API that we know of")
        return self.target.control(method, path, body)

    @contextmanager
    def set_up(self, settings: Mapping[str, Any]) -> Iterator["Side"]:
        """Give the side with other settings; raise NotPossible where there is no way."""
        if not settings:
            yield self
        elif self.target is None:
            raise NotPossible(f"{self.name} cannot be given other settings")
        else:
            with self.target.with_settings(settings) as target:
                yield replace(self, target=target)

    def close(self) -> None:
        """Let go of what was opened."""
        if self.target is not None:
            self.target.close()


def might_cancel(request: Request) -> bool:
    """Tell whether a server might take a request for a cancel; what cannot be read for sure might be one."""
    body = request.body
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in body:
        texts = [body.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be")]
        return any(_CANCEL in text for text in texts) or not any("Envelope" in text for text in texts)
    declared = [found.decode("ascii", "replace").lower() for found in _DECLARED.findall(body[:200])]
    told = re.findall(r"charset=\"?([^\";\s]+)", _content_type(request), re.IGNORECASE)
    odd = any(name.lower() not in _READABLE for name in (*declared, *told))
    return odd or _CANCEL.encode() in body


def _content_type(request: Request) -> str:
    return next((value for name, value in request.headers.items() if name.lower() == "content-type"), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said of a side: a word or a URL, settings of ours, where its control API is, with which control token."""

    what: str
    settings: Mapping[str, Any]
    control: str | None = None
    token: str = field(default="", repr=False)


def open_side(
    asked: Asked,
    *,
    given: str | None,
    login: tuple[str, str, str] | None,
    timeout: float,
    may_cancel: bool,
    check: Callable[[str], object],
) -> Side:
    """Open a side; raise NotPossible or TargetError for what cannot be. ``check`` looks at each URL first."""
    if asked.what == EMULATOR:
        own = InProcess({**({"scenario": given} if given is not None else {}), **asked.settings})
        return Side(name=own.name, target=own, has_control=True, may_cancel=True)
    if asked.settings:
        raise NotPossible(f"{asked.what} cannot be given settings ({', '.join(asked.settings)}); only 'emulator' can")
    if asked.what == RECORDED:
        return Side(name="what the recording has", target=None, has_control=False, may_cancel=True)
    if not asked.what.startswith(("http://", "https://")):
        raise NotPossible(f"a side: expected 'emulator', 'recorded' or a URL of a SOAP server; found {asked.what!r}")
    for url in filter(None, (asked.what, asked.control)):
        check(url)
    target = SoapUrls(asked.what, asked.control, login=login, timeout=timeout, token=asked.token)
    answer = target.soap(Request(method="GET", path="/soap?wsdl"))
    if answer.broken:
        raise TargetError(answer.broken)
    return Side(name=target.name, target=target, has_control=target.has_control, may_cancel=may_cancel or target.has_control)
