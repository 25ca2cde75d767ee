"""Asking a running emulator through its control API."""

import json
from typing import Any

import click

from emulator.commands.stopping import stop

DEFAULT_URL = "http://127.0.0.1:8010"

url_option = click.option("--url", metavar="URL", default=DEFAULT_URL, show_default=True, help="Where the emulator is served.")


def ask(url: str, method: str, path: str, body: object = None) -> Any:
    """Call the control API and give the JSON of its answer, None without one; end the command where that fails."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    if not url.startswith(("http://", "https://")):
        stop(ValueError(f"--url: expected a URL with http or https; found {url!r}"))
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = Request(f"{url.rstrip('/')}/_emulator{path}", data, headers, method=method)  # noqa: S310 - checked above
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
