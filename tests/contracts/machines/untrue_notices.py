"""Targets with one defect each in their notifications: the emulator's answers, falsified on their way."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from contracts.exchange import Exchange, Request, Response
from contracts.target import InProcess

_WINDOW = "/bns/win"
_ALL = "1000000"


class Untrue(InProcess):
    """Pass everything on; a subclass falsifies what is asked of the notifications, or what they answer."""

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        path, _, query = request.path.partition("?")
        if not path.endswith(_WINDOW):
            return super().rest(request, operation=operation)
        return self.window(request, dict(parse_qsl(query)))

    def window(self, request: Request, asked: dict[str, str]) -> Exchange:
        exchange = self.honest(request, asked)
        return told(exchange, self.falsified(exchange.response.json(), asked))

    def honest(self, request: Request, asked: Mapping[str, str]) -> Exchange:
        path = request.path.partition("?")[0]
        return super().rest(Request(method=request.method, path=f"{path}?{urlencode(asked)}", headers=request.headers))

    def falsified(self, body: dict[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
        return body


def told(exchange: Exchange, body: Any) -> Exchange:
    answer = exchange.response
    response = Response(status=answer.status, headers=answer.headers, body=json.dumps(body).encode())
    return Exchange(operation=exchange.operation, request=exchange.request, response=response)


class LosesARow(Untrue):
    """Leave out the second of more rows."""

    def falsified(self, body, asked):
        return {**body, "row": body["row"][:1] + body["row"][2:]} if len(body["row"]) > 2 else body


class TellsARowTwice(Untrue):
    """Tell the last row a second time."""

    def falsified(self, body, asked):
        return {**body, "row": [*body["row"], *body["row"][-1:]]}


class TellsARowAgain(Untrue):
    """Begin with the row that was told last."""

    def window(self, request, asked):
        if asked.get("rowver", "0") != "0":
            asked = {**asked, "rowver": str(int(asked["rowver"]) - 1)}
        return super().window(request, asked)


class NewestFirst(Untrue):
    """Tell the newest row first, with its version."""

    def falsified(self, body, asked):
        return {**body, "row": body["row"][::-1]}


class SwapsWorkItems(Untrue):
    """Tell the right versions with the work items in another order."""

    def falsified(self, body, asked):
        items = [row["WorkItem"] for row in body["row"]][::-1]
        return {**body, "row": [{**row, "WorkItem": item} for row, item in zip(body["row"], items, strict=True)]}


class IgnoresTheLimit(Untrue):
    """Tell all there is."""

    def window(self, request, asked):
        return super().window(request, {**asked, "limit": _ALL} if "rowver" in asked else asked)


class TellsOneLess(Untrue):
    """Take the limit for one that must not be reached."""

    def window(self, request, asked):
        less = str(int(asked.get("limit", "10")) - 1)
        return super().window(request, {**asked, "limit": less} if less != "0" else asked)


class HasAnotherUsualLimit(Untrue):
    """Tell five rows where nobody says how many."""

    def window(self, request, asked):
        return super().window(request, {"limit": "5", **asked})


class IgnoresTheWorkItem(Untrue):
    """Tell of all work items where one is asked for."""

    def window(self, request, asked):
        return super().window(request, {name: value for name, value in asked.items() if name != "wid"})


class FiltersAfterTheLimit(Untrue):
    """Cut first, and look for the work item in what is left."""

    def window(self, request, asked):
        wid = asked.pop("wid", None)
        exchange = self.honest(request, asked)
        body = exchange.response.json()
        rows = [row for row in body["row"] if wid in (None, row["WorkItem"]["Id"])]
        version = rows[-1]["rowver"] if rows else int(asked.get("rowver", body["rowver"]))
        return told(exchange, {"rowver": version, "row": rows})


class GivesTheNewestVersion(Untrue):
    """Give the newest version of all, whatever was cut."""

    def window(self, request, asked):
        newest = self.honest(request, {"limit": "1"}).response.json()["rowver"]
        exchange = self.honest(request, asked)
        return told(exchange, {**exchange.response.json(), "rowver": newest})


class GivesTheVersionBack(Untrue):
    """Give back the version that was given, also with rows."""

    def falsified(self, body, asked):
        return {**body, "rowver": int(asked.get("rowver", body["rowver"]))}


class TellsTheOldest(Untrue):
    """Take no version for version 0."""

    def window(self, request, asked):
        return super().window(request, {"rowver": "0", **asked})


class RememberingAll(Untrue):
    """Keep every row that was ever there, and tell it though it is too old."""

    def __init__(self) -> None:
        super().__init__({"work_item_notify_ttl": 3650})


class ForgetsEarly(Untrue):
    """Keep rows for a day less."""

    def __init__(self) -> None:
        super().__init__({"work_item_notify_ttl": 29})


class _Noting(Untrue):
    """Make a row of what is none: it changes the work item behind the caller's back."""

    def noted(self, item_id: str) -> None:
        for minutes in (777, 778):
            super().control("PATCH", f"/work-items/{item_id}", {"actual_minutes": minutes})


class TellsARemoval(_Noting):
    """Make a row of a removal."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if method == "DELETE" and path.startswith("/work-items/"):
            self.noted(path.rpartition("/")[2])
        return super().control(method, path, body)


class TellsACancellation(_Noting):
    """Make a row of a cancellation."""

    def rest(self, request: Request, *, operation: str | None = None) -> Exchange:
        if request.path.endswith("/CancelJob"):
            item_id = json.loads(request.body)["Id"]
            if any(item["id"] == item_id for item in super().control("GET", "/work-items")):
                self.noted(item_id)
        return super().rest(request, operation=operation)


class TellsNoChange(_Noting):
    """Make a row of a change that changes nothing."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        if method == "PATCH":
            self.noted(path.rpartition("/")[2])
        return super().control(method, path, body)


class ShowsTheStatusOfNow(Untrue):
    """Show in every row the work item's newest status."""

    def falsified(self, body, asked):
        newest = {row["WorkItem"]["Id"]: row["WorkItem"] for row in body["row"]}
        return {**body, "row": [{**row, "WorkItem": newest[row["WorkItem"]["Id"]]} for row in body["row"]]}


class IsAlwaysYoung(Untrue):
    """Say of every row that it was made now."""

    def falsified(self, body, asked):
        now = self.control("GET", "/clock")["now"]
        return {**body, "row": [{**row, "CreatedAt": now} for row in body["row"]]}


class CountsAnew(Untrue):
    """Count the rows of each answer from the version given."""

    def falsified(self, body, asked):
        if "rowver" not in asked or not body["row"]:
            return body
        rows = [{**row, "rowver": int(asked["rowver"]) + n} for n, row in enumerate(body["row"], start=1)]
        return {"rowver": rows[-1]["rowver"], "row": rows}


class MissesTheClock(Untrue):
    """Tell nothing that the clock alone brought about."""

    def falsified(self, body, asked):
        rows = [row for row in body["row"] if "late" not in row["WorkItem"].get("AtRisk", {}).get("Type", "")]
        return {"rowver": rows[-1]["rowver"] if rows else int(asked.get("rowver", body["rowver"])), "row": rows}


class Breaks(Untrue):
    """Answer with something else."""

    def falsified(self, body, asked):
        return [] if asked.get("limit") == "3" else body
