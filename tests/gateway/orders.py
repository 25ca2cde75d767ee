"""A gateway with sessions and records of its own; ``orders.yaml`` is its contract, and each defect breaks one promise of it."""

import json
import re
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from werkzeug import Request, Response

PATHS = {"/orders/session", "/orders/session/end", "/orders/add", "/orders/cancel"}
REASONS = {"lost": 3, "late": 4}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENVELOPE = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1"><e:Body>'
    "<sp:JobCancelRequest><login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>g</spUser></login>"
    "<jobID>{}</jobID>{}</sp:JobCancelRequest></e:Body></e:Envelope>"
)


class Refused(Exception):
    """Say how a request is refused: the status, the code, and the properties that are wrong."""

    def __init__(self, status: int, code: str, *wrong: str) -> None:
        super().__init__(code)
        self.status, self.code, self.wrong = status, code, wrong


class Orders:
    """The gateway: ``book`` puts a job into Scheduling, ``soap`` sends a message there, ``now`` tells the time in seconds.

    ``defect`` is what is wrong.
    """

    def __init__(
        self, book: Callable[[str], Any], soap: Callable[[bytes], bytes], now: Callable[[], float], *, defect: str = ""
    ) -> None:
        self.book, self.soap, self.now, self.defect = book, soap, now, defect
        # When each was last used.
        self.sessions: dict[str, float] = {}
        self.orders: dict[str, str] = {}
        self.given = 0
        self.forget()

    def forget(self) -> None:
        """Begin anew: nobody is logged in, and there are no orders; numbers go on."""
        self.sessions.clear()
        self.orders.clear()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer."""
        try:
            answer = self._answer(Request(environ))
        except Refused as refused:
            error = {"code": refused.code, "details": [{"target": name} for name in refused.wrong]}
            answer = _json({"error": error}, refused.status)
            if refused.status == 405:
                answer.headers["Allow"] = "POST"
            answer.headers["X-Error"] = "OTHER" if self.defect == "another code in the header" else refused.code
        return answer(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path not in PATHS:
            raise Refused(404, "NO_PATH")
        if request.method != "POST":
            raise Refused(405, "NO_METHOD")
        if request.path == "/orders/session":
            return self._log_in(_body(request))
        token = request.headers.get("X-Session")
        if request.path == "/orders/session/end" and not token and self.defect != "ending no session is 440":
            raise Refused(420, "WRONG")
        if not self._is_open(token, request.path):
            if self.defect == "a cancel goes out before the session is looked at" and request.path == "/orders/cancel":
                self._call("JOB-0", "")
            raise Refused(401 if self.defect == "no session is 401" else 440, "NO_SESSION")
        if request.path == "/orders/session/end":
            return self._log_out(str(token))
        return self._add(_body(request)) if request.path == "/orders/add" else self._cancel(_body(request))

    def _log_in(self, body: dict[str, Any]) -> Response:
        if not all(isinstance(body.get(name), str) for name in ("user", "word")):
            raise Refused(420, "WRONG", "user", "word")
        if (body["user"], body["word"]) != ("me", "pw"):
            raise Refused(401, "WHO")
        self.given += 1
        self.sessions[f"t-{self.given}"] = self.now()
        return _json({"token": f"t-{self.given}"})

    def _is_open(self, token: str | None, path: str) -> bool:
        if self.defect == "an ended session opens" and token and re.fullmatch("t-[0-9]+", token):
            return True
        if self.defect == "whatever begins as a session opens":
            token = next((each for each in self.sessions if token and token.startswith(each)), token)
        used, now = self.sessions.get(token or ""), self.now()
        idle = {"a session ends a second early": 599, "a session ends a second late": 601}.get(self.defect, 600)
        if token is None or used is None or (now - used >= idle and self.defect != "a session never ends"):
            return False
        if not (self.defect == "an added order puts no end off" and path == "/orders/add"):
            self.sessions[token] = now
        return True

    def _log_out(self, token: str) -> Response:
        if self.defect == "nobody can log out":
            raise Refused(500, "BROKEN")
        if self.defect == "who logs out ends every session":
            self.sessions.clear()
        if self.defect != "a session outlives its end":
            self.sessions.pop(token, None)
        return Response(status=204)

    def _add(self, body: dict[str, Any]) -> Response:
        if not (isinstance(body.get("name"), str) and re.fullmatch("[a-z]{1,20}", body["name"])):
            raise Refused(420, "WRONG", "name, 20, ^[a-z]+$")
        self.given += 1
        order, job = f"{body['name']}-{self.given}", f"JOB-{self.given}"
        self.book(job)
        if self.defect != "a new order is forgotten":
            self.orders[order] = job
        return _json({"order": {"name" if self.defect == "a new order has no id" else "id": order, "job": job}}, 201)

    def _cancel(self, body: dict[str, Any]) -> Response:
        orders = body.get("orders")
        wrong = [] if _is_list(orders) else ["orders 60"]
        note, why = body.get("note", ""), body.get("why", {})
        if not isinstance(note, str) or _NOT_IN_XML.search(note):
            wrong.append("note")
        reason = self._reason(why) if isinstance(why, dict) else None
        if "why" in body and reason is None:
            wrong.append("why word number")
        if wrong:
            raise Refused(420, "WRONG", *wrong)
        if reason is None and note:
            reason = 8 if self.defect == "another reason beside a note" else 7
        inside = f"<cancelReasonId>{reason}</cancelReasonId>" if reason is not None else ""
        cut = 499 if self.defect == "a note is cut at 499" else 500
        inside += f"<cancelReasonDesc>{escape(note[:cut], {chr(13): '&#13;'})}</cancelReasonDesc>" if note else ""
        known = [self.orders[each] for each in orders or [] if each in self.orders]
        if self.defect == "the last order is left out" and len(known) > 1:
            known.pop()
        if self.defect == "Scheduling is asked for what nobody made":
            known += [each[:50] for each in orders or [] if each not in self.orders]
        codes = [self._call(job, f"<cancelReason>{inside}</cancelReason>" if inside else "") for job in known]
        if self.defect != "an order is cancelled twice":
            self.orders = {name: job for name, job in self.orders.items() if job not in known}
        if codes and any(code == "0" for code in codes):
            return _json({"done": True})
        if any(code not in ("0", "1") for code in codes):
            raise Refused(500, "BROKEN")
        if self.defect == "what is not there is 410":
            raise Refused(410, "NOTHING")
        raise Refused(404, "ELSE" if self.defect == "another code of its own" and codes else "NOTHING")

    def _reason(self, why: dict[str, Any]) -> int | None:
        word, number = why.get("word"), why.get("number")
        if any(name in why and why[name] is None for name in ("word", "number")):
            return None
        if self.defect == "both ways of a reason are taken" and word is not None:
            number = None
        if (word is None) == (number is None):
            return None
        if word is not None:
            return REASONS.get(word) if isinstance(word, str) else None
        whole = isinstance(number, int | float) and not isinstance(number, bool) and int(number) == number
        return int(number) if whole and 0 <= number <= 99 else None

    def _call(self, job: str, reason: str) -> str:
        reply = etree.fromstring(self.soap(_ENVELOPE.format(job, reason).encode()))
        kind = reply.findtext(".//result/type")
        return "0" if kind in ("OK", "Warning") else str(reply.findtext(".//result/code"))


def _is_list(orders: Any) -> bool:
    texts = isinstance(orders, list) and bool(orders) and all(isinstance(each, str) and len(each) <= 60 for each in orders)
    return texts and len(set(orders)) == len(orders)


def _body(request: Request) -> dict[str, Any]:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) != len(found):
            raise ValueError("a key is there twice")
        return dict(found)

    def no_constant(name: str) -> None:
        raise ValueError(name)

    try:
        body = json.loads(request.get_data().decode(), object_pairs_hook=pairs, parse_constant=no_constant)
    except ValueError:
        raise Refused(420, "WRONG") from None
    if not isinstance(body, dict):
        raise Refused(420, "WRONG")
    return body


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value), status, content_type="application/json")
