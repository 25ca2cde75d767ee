"""Notifications: one row for each change, in order, once, until it is too old (SB-N-01)."""

from collections.abc import Iterator

from contracts.run.asking import reset
from contracts.run.bookings import UNIT, book_job, book_unit
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.notice_reader import Reader
from contracts.run.tally import Tally
from contracts.run.told import clock_as_it_was
from contracts.strategies.queries import QUERIES
from contracts.target import NotPossible

_START = "2026-01-05T08:00:00Z"


def notices(context: RunContext) -> Iterator[Event]:
    """Change work items and read the rows: after a version, so many, of one item, the newest, and until they are too old."""
    tally = Tally("notices")
    for document in context.documents:
        for operation in document.operations:
            if not operation.notices.places:
                continue
            if context.budget.over:
                yield stopped("notices")
                return
            try:
                with clock_as_it_was(context.target):
                    _look(Reader(context.target, document, operation, tally))
            except NotPossible as error:
                yield NotExercised(name=f"notices: {operation.name}", clauses=operation.notices.clauses, reason=str(error))
    yield from tally.events()


def _look(reader: Reader) -> None:
    reset(reader.target)
    reader.target.control("PUT", "/clock", {"now": _START, "running": False})
    for query in QUERIES:
        reader.tally.add("a query is answered or refused as the document says", reader.send(query), clauses=reader.clauses)
    for story in (_one_row_a_change, _many_at_once, _the_horizon, _growing_over_a_reset, _too_old):
        reset(reader.target)
        book_unit(reader.target, UNIT)
        story(reader)


def _one_row_a_change(reader: Reader) -> None:
    target = reader.target
    start = reader.newest()
    reader.expect("nothing new gives back the version", [], after=start, next_version=start)
    for n in (1, 2, 3):
        book_job(target, f"N-{n}", unit=UNIT)
    target.control("PATCH", "/work-items/N-1", {"fixed": True})
    target.control("PATCH", "/work-items/N-1", {"fixed": True})
    target.control("PATCH", "/work-items/N-2", {"status": "LoggedOn"})
    target.control("DELETE", "/work-items/N-3")
    told = ["N-1", "N-2", "N-3", "N-1", "N-2"]

    name = "each change is one row, in order; no change and a removal are none"
    end = reader.expect(name, told, after=start, many=100)
    reader.expect("nothing new gives back the version", [], after=end, next_version=end)
    for most in (1, 2, 5):
        reader.follow("rows follow each other without loss, however few at once", told, after=start, most=most)
    reader.expect("one work item's rows", ["N-1", "N-1"], after=start, many=100, only="N-1")
    reader.expect("the first rows after a version", told[:2], after=start, many=2)
    reader.expect("without a version the newest rows, oldest first", told[2:], many=3, next_version=end)
    reader.expect("without a version the newest rows of one work item", ["N-2"], many=1, only="N-2")
    reader.expect("a work item that nobody knows has no rows", [], after=start, only="N-9", next_version=start)
    for n in range(12):
        target.control("PATCH", "/work-items/N-2", {"actual_minutes": n})
    reader.expect("ten rows unless it is said otherwise", ["N-2"] * 10)
    reader.expect("ten rows unless it is said otherwise", ["N-1", "N-2", "N-3", "N-1"] + ["N-2"] * 6, after=start)
    reader.same_as_asked(UNIT, "N-2")


def _many_at_once(reader: Reader) -> None:
    start = reader.newest()
    items = [{"id": f"N-{n}", "unit": unit} for n, unit in enumerate(("N-EAST", "N-WEST", "N-EAST"))]
    reader.target.control("PUT", "/state", {"units": [{"id": "N-EAST"}, {"id": "N-WEST"}], "items": items})
    name = "many changes at once are a row each, in order"
    reader.expect(name, [str(item["id"]) for item in items], after=start, many=100)
    booked = {"employee": "TECH01", **dict.fromkeys(("start", "arrival", "finish"), "2026-01-05T09:00:00Z")}
    items = [{**item, **booked} for item in items]
    reader.target.control("PUT", "/state", {"units": [{"id": "N-EAST"}, {"id": "N-WEST"}], "items": items})
    for item in items:
        reader.same_as_asked(str(item["unit"]), str(item["id"]))


def _the_horizon(reader: Reader) -> None:
    target = reader.target
    start = reader.newest()
    book_far = {"id": "N-far", "unit": UNIT, "employee": "TECH01"}
    times = {"start": "09:00", "arrival": "09:10", "finish": "09:40"}
    target.control("POST", "/work-items", {**book_far, **{key: f"2026-04-01T{at}:00Z" for key, at in times.items()}})
    reader.expect("a work item outside the memory horizon makes no row", [], after=start, many=100)
    target.control("PUT", "/clock", {"now": "2026-03-31T08:00:00Z"})
    reader.expect("the clock alone brings a work item into the memory horizon", ["N-far"], after=start, many=100, only="N-far")


def _growing_over_a_reset(reader: Reader) -> None:
    # More rows than a reset makes anew, so that versions which begin again stay behind.
    for n in range(1, 4):
        book_job(reader.target, f"N-{n}", unit=UNIT)
    start = reader.newest()
    reset(reader.target)
    book_unit(reader.target, UNIT)
    book_job(reader.target, "N-1", unit=UNIT)
    reader.expect("versions go on growing over a reset", ["N-1"], after=start, many=1000, only="N-1")


def _too_old(reader: Reader) -> None:
    target, days = reader.target, int(reader.operation.notices.places["days"])
    start = reader.newest()
    target.control("POST", "/work-items", {"id": "N-1", "unit": UNIT})
    target.control("POST", "/clock/advance", {"seconds": days * 24 * 60 * 60})
    name = f"a row is there for {days} days, and gone then"
    reader.expect(name, ["N-1"], after=start, many=1000, only="N-1")
    target.control("POST", "/clock/advance", {"seconds": 1})
    reader.expect(name, [], after=start, many=1000, only="N-1", next_version=start)
    book_job(target, "N-2", unit=UNIT)
    reader.expect(name, ["N-2"], after=0, many=1000, only="N-2")


PHASES = (FunctionPhase(name="notices", clauses=EXERCISES["notices"], look=notices),)
