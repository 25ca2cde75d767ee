"""How a target's control API is spoken, whatever carries the request."""

import json
from collections.abc import Callable
from typing import Any

from contracts.exchange import Request, Response
from contracts.targets.refusals import NotPossible

PREFIX = "/_emulator"


def control(send: Callable[[Request], Response], url: str, method: str, path: str, body: Any = None, *, token: str = "") -> Any:
    """Call the control API and give its JSON back, None where there is none; raise NotPossible when it refuses.

    ``token`` is the control token of an emulator that asks for one.
    """
    payload = b"" if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"Content-Type": "application/json"}
    if token:
        headers["X-Emulator-Token"] = token
    response = send(Request(method=method, path=f"{PREFIX}{path}", headers=headers, body=payload))
    asked = f"{method} {url}{PREFIX}{path}"
    if response.status >= 300:
        raise NotPossible(f"{asked}: the control API answers {response.status}: {_reason(response)}", status=response.status)
    if not response.body:
        return None
    try:
        return response.json()
    except ValueError as error:
        raise NotPossible(f"{asked}: expected JSON, found {response.body[:80]!r}; is the emulator at this URL?") from error


def _reason(response: Response) -> str:
    text = " ".join(response.body[:2000].decode("utf-8", "replace").split())
    return text[:300] or "(nothing)"
