"""What is in the Scheduling system while it is fuzzed: a job to cancel, and whether anything changed that must not."""

from collections.abc import Iterator
from typing import Any

from contracts.exchange import Request, Response
from contracts.expected.soap_outcome import There
from contracts.expected.soap_server import SoapServer
from contracts.failures import Failure
from contracts.run.bookings import book_job, book_unit
from contracts.run.events import RunContext
from contracts.scenarios.messages import CONTENT_TYPES, write
from contracts.scenarios.replies import NotSoap, read
from contracts.target import NotPossible, Target
from contracts.targets.read_only import LONGEST_ID

UNIT = "CONTRACT"
# What nobody calls a job: it stands where there is none of the run's own.
NOBODYS_JOB = "CONTRACT-no-such-job"
_MOST_ITEMS = 300
_JOBS_A_STATE = 20


class Watch:
    """Keep a job there to be cancelled, and look through the control API at what each request did.

    Without a control API nothing is known to be there but a unit that somebody named, and nothing can be looked at.
    """

    def __init__(self, target: Target, server: SoapServer, *, seed: int) -> None:
        self._target = target
        self._server = server
        self._seed = seed
        self._number = 0
        self._before: Any = None
        self._last = self._sent = 0
        self._stamp: str | None = None
        self.there = There(units=(server.unit,) if server.unit else ())
        if server.control:
            self._begin()

    def ready(self) -> There:
        """Book a job anew where the last one is gone; tell what is there."""
        if self._server.control and not self.there.job:
            if self._number % _JOBS_A_STATE == _JOBS_A_STATE - 1:
                self._begin_anew()
            self.there = There(job=self._booked(), units=(UNIT,))
            self._before = self._state()
            self._stamp = None
        return self.there

    def after(self, response: Response, *, cancels: bool, changes: bool, clauses: tuple[str, ...]) -> Iterator[Failure]:
        """Tell what a request changed that it must not, or did not change; and whether the journal has it.

        Only what ``cancels`` is looked at at once, anything else by ``quiet``. Who is told that it ``changes`` what is there
        means the cancel of the job that is there.
        """
        self._sent += 1
        if not self._server.control or not (cancels or changes):
            return
        yield from self._journalled(response, clauses)
        now = self._state()
        if changes and _ids(now) != _ids(self._before) - {self.there.job}:
            yield Failure("a cancel takes away more or less than its job", "state", [], sorted(_ids(now)), ("SCH-C-02",))
        elif not changes and now != self._before:
            yield Failure("what is there was changed", "state", _told(self._before), _told(now), ("SCH-R-02", *clauses))
        self._before = now
        if self.there.job not in _ids(now):
            self.there = There(units=self.there.units)

    def quiet(self) -> Iterator[Failure]:
        """Tell what moved since the last look though nothing may have: state, change stamps; and of requests not journalled."""
        if not self._server.control:
            return
        yield from self._counted()
        if not self.there.job:
            return
        now = self._state()
        if now != self._before:
            yield Failure("what is there was changed", "state", _told(self._before), _told(now), ("SCH-R-02",))
            self._before = now
        before = self._stamp
        items, self._stamp = self._poll(before)
        if before is not None and items:
            yield Failure("work items were changed", "change stamps", [], items, ("SCH-R-02", "SCH-G-05"))

    def _begin(self) -> None:
        book_unit_again(self._target)
        self._last = int(self._target.control("GET", "/journal?limit=1")["last"])
        # What others do to what is theirs is no failure, and a large state is not read whole after each request.
        self._whole = self._server.alone and len(self._target.control("GET", "/work-items")) <= _MOST_ITEMS
        self.ready()

    def _booked(self) -> str:
        """Book a job whose id nothing has that is there from an earlier run; give its id."""
        while True:
            self._number += 1
            job = f"CONTRACT-{self._seed}-{self._number}"
            try:
                book_job(self._target, job, unit=UNIT)
            except NotPossible as refusal:
                if refusal.status != 409:
                    raise
            else:
                return job

    def _begin_anew(self) -> None:
        """Forget what was cancelled: a state is read after each request, and grows with each cancel."""
        self._target.control("POST", "/reset")
        book_unit_again(self._target)

    def _counted(self) -> Iterator[Failure]:
        before, self._last = self._last, int(self._target.control("GET", "/journal?limit=1")["last"])
        sent, self._sent = self._sent, 0
        if self._last - before < sent:
            yield Failure("the journal has not every request", "journal", sent, self._last - before, ("SCH-R-02",))

    def _state(self) -> Any:
        if self._whole:
            return self._target.control("GET", "/state")
        return {"items": self._target.control("GET", f"/work-items?unit={UNIT}")}

    def _journalled(self, response: Response, clauses: tuple[str, ...]) -> Iterator[Failure]:
        page = self._target.control("GET", f"/journal?after={self._last}&limit=20")
        self._last, self._sent = int(page["last"]), 0
        statuses = [call["status"] for exchange in page["exchanges"] for call in exchange["soap"]]
        if not response.broken and response.status not in statuses:
            yield Failure("the journal has not this request", "journal", response.status, statuses, clauses)

    def _poll(self, since: str | None) -> tuple[list[str], str | None]:
        user, password, name = self._server.login
        login = {"databaseUser": user, "password": password, "spUser": name}
        fields = {"login": login, "FRUID": UNIT, **({} if since is None else {"timeStampIn": since})}
        version = max(self._server.versions)
        body = write("GetChangedWorkItems", fields, version=version)
        headers = {"Content-Type": f"{CONTENT_TYPES[version]}; charset=utf-8"}
        response = self._target.soap(Request(method="POST", path=self._server.path, headers=headers, body=body))
        self._sent += 1
        try:
            reply = read(response.body).body
            return [item["workItemID"] for item in reply.get("workItem", [])], reply["timeStampOut"]
        except (NotSoap, LookupError, TypeError):
            # What is wrong with a poll's reply is told where polls are judged.
            return [], None


def put_back(context: RunContext) -> None:
    """Take away what was put into a server that goes on after the run."""
    if context.soap.by_url and context.soap.control:
        context.target.control("POST", "/reset")


def book_unit_again(target: Target, unit: str = UNIT, *, most: int | None = None) -> None:
    """Make a unit of the run's own, unless it is there from an earlier run."""
    try:
        book_unit(target, unit, most=most)
    except NotPossible as refusal:
        if refusal.status != 409:
            raise


def names_somebodys(ids: list[str], there: There) -> bool:
    """Tell whether a cancel of these might take away a job that is somebody's."""
    return any(1 <= len(id_) <= LONGEST_ID and id_ not in (there.job, NOBODYS_JOB) for id_ in ids)


def _ids(state: Any) -> set[str]:
    return {item["id"] for item in state["items"]}


def _told(state: Any) -> Any:
    return state if len(state["items"]) < 3 else sorted(_ids(state))
