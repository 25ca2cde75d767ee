"""A gateway whose callers sign what they send; ``signed.yaml`` is its contract, and a defect leaves something unlooked at."""

import hmac
import json
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Any

from werkzeug import Request, Response

KEYS = (b"key of the gateway", b"another key")
SKEW = 30
_SHOWN = re.compile("HMAC-SHA(256|1) SignedHeaders=x-ms-date;(host;)?x-ms-content-sha256&Signature=(.*)")


class Signed:
    """The gateway; ``now`` tells the time, ``defect`` is what is wrong."""

    def __init__(self, now: Callable[[], datetime], *, defect: str = "") -> None:
        self.now, self.defect = now, defect

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if not request.headers.get("Authorization"):
            return _json({"code": "NOBODY"}, 401)
        if not self._is_signed(request):
            return _json({"code": "SOMEBODY_ELSE"}, 403)
        if request.path != "/signed":
            return _json({"code": "NO_PATH"}, 404)
        if request.method not in ("GET", "POST"):
            refused = _json({"code": "NO_METHOD"}, 405)
            refused.headers["Allow"] = "GET, POST"
            return refused
        if request.method == "GET" and not request.args.get("page", "").isdecimal():
            return _json({"code": "WRONG"}, 400)
        return _json({})

    def _is_signed(self, request: Request) -> bool:
        shown = _SHOWN.fullmatch(request.headers["Authorization"])
        if shown is None or (shown[1] != "256" and self.defect != "any algorithm"):
            return False
        if not shown[2] and self.defect != "a host that is not named":
            return False
        date, content = (request.headers.get(name, "") for name in ("x-ms-date", "x-ms-content-sha256"))
        if content != b64encode(sha256(request.get_data()).digest()).decode() and self.defect != "a hash of another body":
            return False
        keys = KEYS if self.defect == "another key" else KEYS[:1]
        texts = self._texts(request, date, content)
        right = [b64encode(hmac.digest(key, text.encode(), "sha256")).decode() for key in keys for text in texts]
        if not any(self._fits(shown[3], each) for each in right):
            return False
        apart = abs((self.now() - parsedate_to_datetime(date)).total_seconds()) if date else 0
        return apart <= {"a second too far apart": SKEW + 1, "a second too near": SKEW - 1}.get(self.defect, SKEW)

    def _texts(self, request: Request, date: str, content: str) -> list[str]:
        """Give what may be signed; with a defect, something else may be, too."""
        host, way = request.headers["Host"], request.environ["RAW_URI"]
        rest = f"{date};{host};{content}"
        texts = {"": f"{request.method}\n{way}\n{rest}"}
        texts["another method"] = f"PUT\n{way}\n{rest}"
        texts["another path"] = f"{request.method}\n{way.replace('/signed', '/signedx?').replace('??', '?')}\n{rest}"
        texts["another query"] = f"{request.method}\n{way}&x=1\n{rest}"
        texts["no query"] = f"{request.method}\n{way.partition('?')[0]}\n{rest}"
        texts["another host"] = f"{request.method}\n{way}\n{date};other.example;{content}"
        texts["another date"] = texts[""].replace("UTC", "GMT")
        return [texts[""], *([texts[self.defect]] if self.defect in texts else [])]

    def _fits(self, shown: str, right: str) -> bool:
        if self.defect == "a cut signature":
            return right.startswith(shown)
        return shown == right or (self.defect == "another first character" and shown[1:] == right[1:])


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")
