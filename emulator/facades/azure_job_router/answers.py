"""What is sent back: JSON, and one shape for every error (AZ-E-01, AZ-E-02)."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug import Response

from emulator.facades.azure_job_router.refusals import Refused

API_VERSION = "2023-11-01"


class Answers:
    """Make answers; errors are wrapped in ``wrapper``."""

    def __init__(self, *, wrapper: str) -> None:
        self._wrapper = wrapper

    def json(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
        """Send JSON; it is ASCII, so that any text a caller gave us can stand in it."""
        return self._response(Response(json.dumps(body), status, headers, content_type="application/json; charset=utf-8"))

    def nothing(self) -> Response:
        """Send 204."""
        response = Response(status=204)
        del response.headers["Content-Type"]
        return self._response(response)

    def refused(self, no: Refused, *, path: str) -> Response:
        """Send an error."""
        error = {"code": no.refusal.code, "message": str(no), "target": path}
        headers = {**no.headers}
        if self._wrapper == "error":
            headers["x-ms-error-code"] = no.refusal.code
        return self.json(no.refusal.status, {self._wrapper: error}, headers)

    def _response(self, response: Response) -> Response:
        response.headers["api-supported-versions"] = API_VERSION
        return response
