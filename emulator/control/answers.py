"""Answers of the control API: JSON, and one shape for everything that is wrong."""

import json
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from emulator.scheduling.readings import DocumentError


class Problem(Exception):  # noqa: N818 - not a failure of ours
    """Refuse a request: an HTTP status, a code for programs, a sentence for people, and the field where there is one."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        field: str | None = None,
        expected: str | None = None,
        found: str | None = None,
    ) -> None:
        super().__init__(message)
        members = {"code": code, "message": message, "field": field, "expected": expected, "found": found}
        self.status = status
        self.error = {name: value for name, value in members.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, and what becomes the JSON body (None: no body), or a ``text`` of another content type in its place."""

    status: int = 200
    body: Any = None
    text: str | None = None
    content_type: str = "text/plain; charset=utf-8"


NO_CONTENT = Answer(status=204)


def wrong(error: DocumentError) -> Problem:
    """Make a 400 of what is wrong with a document."""
    return Problem(400, "invalid", str(error), field=error.field, expected=error.expected, found=error.found)


def not_found(what: str, found: str) -> Problem:
    """Make a 404 for something that is not there."""
    return Problem(404, "not-found", f"there is no {what} {found!r}", expected=f"the id of a {what}", found=found)


def response(answer: Answer) -> Response:
    """Write an answer; JSON stays ASCII, so any text of a request can be shown."""
    if answer.text is not None:
        return Response(answer.text, status=answer.status, content_type=answer.content_type)
    if answer.body is None:
        return Response(status=answer.status)
    return Response(json.dumps(answer.body) + "\n", status=answer.status, content_type="application/json")
