"""Asking a running emulator through its control API."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from urllib.parse import quote

import click

from emulator.commands.stopping import stop

DEFAULT_URL = "http://127.0.0.1:8010"
TOKEN_VARIABLE = "EMULATOR_CONTROL_TOKEN"  # noqa: S105 - the name of a variable

url_option = click.option("--url", metavar="URL", default=DEFAULT_URL, show_default=True, help="Where the emulator is served.")
_token_option = click.option(
    "--token", metavar="TOKEN", envvar=TOKEN_VARIABLE, default="", help=f"Its control token.  [${TOKEN_VARIABLE}]"
)
_space_option = click.option("--space", metavar="NAME", default="", help="Ask this space instead of the default one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where a running emulator is asked: at which URL, with which control token, and of which space."""

    url: str
    token: str = field(default="", repr=False)
    space: str = ""


def running_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--url``, ``--token`` and ``--space``; the command gets them as one, ``running``."""
    return url_option(_token_option(_space_option(_with_running(command))))


def all_spaces_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--url`` and ``--token``, for what is about all spaces; the command gets them as one, ``running``."""
    return url_option(_token_option(_with_running(command)))


def _with_running(command: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(command)
    def given(*arguments: Any, url: str, token: str, space: str = "", **options: Any) -> Any:
        return command(*arguments, running=Running(url=url, token=token, space=space), **options)

    return given


def ask(running: Running, method: str, path: str, body: object = None) -> Any:
    """Call the control API and give the JSON of its answer, None without one; end the command where that fails."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    url = running.url
    if not url.startswith(("http://", "https://")):
        stop(ValueError(f"--url: expected a URL with http or https; found {url!r}"))
    if not (running.token.isascii() and running.token.isprintable()):
        stop(ValueError("--token: expected visible ASCII characters; found others (not shown: it is a secret)"))
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    if running.token:
        headers["X-Emulator-Token"] = running.token
    base = url.rstrip("/") + (f"/_space/{quote(running.space, safe='')}" if running.space else "")
    request = Request(f"{base}/_emulator{path}", data, headers, method=method)  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - checked above
            text = answer.read()
            return json.loads(text) if text else None
    except HTTPError as error:
        stop(RuntimeError(_refusal(error.read()) or f"{url}: expected an emulator; found the HTTP status {error.code}"))
    except (URLError, OSError, ValueError) as error:
        stop(RuntimeError(f"{url}: expected an emulator; found {getattr(error, 'reason', error)}"))


def _refusal(text: bytes) -> str | None:
    try:
        return str(json.loads(text)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return None
