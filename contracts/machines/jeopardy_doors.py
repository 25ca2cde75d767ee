"""The doors of a system whose jobs run late: its clock, its units' parameters, its jobs, and its feed by SOAP."""

from dataclasses import dataclass
from typing import Any

from contracts.exchange import Exchange, Request
from contracts.machines.answer import Unexpected
from contracts.machines.jeopardy_states import Job
from contracts.scenarios.given import MORNING
from contracts.scenarios.messages import CONTENT_TYPES, write
from contracts.scenarios.replies import NotSoap, read
from contracts.target import NotPossible, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one reply tells of a job: its plan where somebody has it, and its states in the order they came in."""

    id: str
    states: tuple[str, ...] = ()
    employee: str | None = None
    plan: tuple[str, ...] = ()
    status: str | None = None
    overdue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply of the feed, and the exchange it came in."""

    code: str
    exchange: Exchange
    stamp: int = 0
    more: bool = False
    items: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class JeopardyDoors:
    """Every way into one target that a life in jeopardy needs."""

    target: Target

    def begin(self, units: dict[str, dict[str, Any]]) -> None:
        """Put the target into the state that every life begins with: these units, empty, on a frozen morning."""
        self.target.control("PUT", "/clock", {"now": MORNING, "running": False})
        self.target.control("POST", "/reset")
        # After the reset, which puts a plan that the emulator was started with in force again.
        self.target.control("DELETE", "/faults")
        # Again, since a reset may set it back.
        self.target.control("PUT", "/clock", {"now": MORNING, "running": False})
        for unit, parameters in units.items():
            self.target.control("POST", "/units", {"id": unit, **parameters})

    def book(self, job: Job) -> None:
        """Book a job."""
        attributes = {name: getattr(job, name) for name in _ATTRIBUTES}
        self.target.control("POST", "/work-items", {"id": job.id, **_for_control(attributes)})

    def change(self, job_id: str, attributes: dict[str, Any]) -> None:
        """Change attributes of a job."""
        self.target.control("PATCH", f"/work-items/{job_id}", _for_control(attributes))

    def configure(self, unit: str, parameters: dict[str, Any]) -> bool:
        """Change parameters of a unit; False where the emulator refuses."""
        try:
            self.target.control("PATCH", f"/units/{unit}", parameters)
        except NotPossible:
            return False
        return True

    def advance(self, minutes: int) -> None:
        """Move the clock, back when it is negative."""
        self.target.control("POST", "/clock/advance", {"seconds": minutes * 60})

    def listed(self) -> list[str]:
        """List all jobs in the order of their last change."""
        return [item["id"] for item in self.target.control("GET", "/work-items")]

    def cancel(self, job_id: str) -> str:
        """Cancel a job, and give the code."""
        code: str = self._soap("CancelJob", {"jobID": job_id}).code
        return code

    def poll(self, unit: str, since: int | None, *, jeop_only: bool) -> Reply:
        """Ask for what changed in a unit since a stamp."""
        stamp = {} if since is None else {"timeStampIn": since}
        options = {"options": {"JeopOnly": True}} if jeop_only else {}
        return self._soap("GetChangedWorkItems", {"FRUID": unit, **stamp, **options})

    def _soap(self, operation: str, fields: dict[str, Any]) -> Reply:
        headers = {"Content-Type": f"{CONTENT_TYPES['1.2']}; charset=utf-8"}
        request = Request(method="POST", path="/soap", headers=headers, body=write(operation, fields))
        response = self.target.soap(request)
        exchange = Exchange(operation=None, request=request, response=response)
        try:
            body = read(response.body).body
            return Reply(
                code=body["result"]["code"],
                stamp=int(body.get("timeStampOut", 0)),
                more=body.get("more") == "true",
                items=tuple(_told(item) for item in body.get("workItem", [])),
                exchange=exchange,
            )
        except (NotSoap, LookupError, TypeError, ValueError) as error:
            raise Unexpected(exchange, f"{type(error).__name__}: {error}") from error


_ATTRIBUTES = ("unit", "employee", "start", "arrival", "finish", "status", "promise", "contract", "by_hand", "on_hold")
_ENDS = {"promise": ("from", "to"), "contract": ("earliest", "latest")}


def _for_control(attributes: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = {}
    for name, value in attributes.items():
        if name in _ENDS:
            body[name] = dict(zip(_ENDS[name], map(_instant, value), strict=True))
        elif name == "by_hand":
            body["jeopardy"] = list(value)
        else:
            body[name] = _instant(value) if name in ("start", "arrival", "finish") else value
    return body


def _instant(text: str | None) -> str | None:
    return None if text is None else f"{text}:00Z"


def _told(item: dict[str, Any]) -> Told:
    shown = tuple(item.get("jobJeopardy") or {})
    if any(value != "true" for value in (item.get("jobJeopardy") or {}).values()):
        raise ValueError(f"a state that is not true: {item['jobJeopardy']}")
    if "attr" not in item:
        return Told(id=item["workItemID"], states=shown)
    attr = item["attr"]
    plan = attr["start"], attr["arrival"], attr["finish"]
    return Told(
        id=item["workItemID"],
        states=shown,
        employee=attr["empID"],
        plan=plan,
        status=attr["disStatus"],
        overdue=int(attr["overdue"]),
    )
