"""Calls at the same time: one job cancelled by many, and a feed that is read while it is written."""

from collections.abc import Callable, Iterator
from random import Random
from threading import Barrier, Thread
from typing import Any

from contracts.failures import Failure
from contracts.machines.answer import Answer
from contracts.machines.doors import Doors
from contracts.machines.model import Item, Seen
from contracts.targets.at_once import often_switching

CANCEL_CLAUSES = ("SCH-C-07",)
FEED_CLAUSES = ("SCH-G-05", "SCH-G-10")

_AT_ONCE = 8
_UNITS = ("U1", "U2")


def cancel_at_once(doors: Doors, *, rounds: int) -> Iterator[Failure]:
    """Send cancels of one job at the same time: exactly one gets 0, all others 1 (SCH-C-07)."""
    doors.begin(_UNITS)
    for number in range(rounds):
        job = f"J-{number}"
        doors.book(Item(id=job, unit="U1"))
        answers = _at_once([lambda job=job: doors.cancel(job)] * _AT_ONCE)  # type: ignore[misc]
        codes = sorted(_code(answer) for answer in answers)
        expected = ["0"] + ["1"] * (_AT_ONCE - 1)
        if codes != expected:
            yield Failure(
                f"Of {_AT_ONCE} cancels of one job sent at once exactly one gets 0.",
                where=f"round {number + 1} of {rounds}",
                expected=expected,
                found=codes,
                clauses=CANCEL_CLAUSES,
            )
            return


def write_and_poll(doors: Doors, *, writes: int, from_seed: int) -> Iterator[Failure]:
    """Change items in several threads while others follow the feed: in the end each follower knows the latest state."""
    doors.begin(_UNITS)
    # Many items, so that most have their last change somewhere in the middle, where a lost one stays lost.
    ids = [f"J-{number}" for number in range(30)]
    for item_id in ids:
        doors.book(Item(id=item_id, unit="U1"))
    followers = [_Follower(doors, unit) for unit in (*_UNITS, *_UNITS)]
    writers = [_writer(doors, ids[place::3], Random(from_seed + place), writes) for place in range(3)]
    outcomes = _at_once([*writers, *followers], until=followers)
    broken = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    for error in broken:
        yield Failure(
            "Writers and followers get an answer each time.", expected="answers", found=repr(error), clauses=FEED_CLAUSES
        )
    if broken:
        return
    for follower in followers:
        yield from follower.judge()


class _Follower:
    """Follow the feed of one unit, always with the last stamp, until the writers have ended, and once more."""

    def __init__(self, doors: Doors, unit: str) -> None:
        self._doors = doors
        self._unit = unit
        self._since: int | None = None
        self._knows: dict[str, Seen] = {}
        self._fallen: tuple[int, int] | None = None
        self.writers_ended = False

    def __call__(self) -> None:
        last = False
        while not last:
            # Asked before the poll: what the writers did before they ended must be in it.
            last = self.writers_ended
            answer = self._doors.poll(self._unit, self._since)
            if self._since is not None and answer.stamp < self._since:
                self._fallen = self._since, answer.stamp
            self._since = answer.stamp
            self._knows |= {seen.id: seen for seen in answer.items}

    def judge(self) -> Iterator[Failure]:
        """Compare what it knows with what is there now."""
        if self._fallen is not None:
            yield Failure(
                "A stamp never falls, also when changes and calls run at the same time.",
                where=f"following {self._unit}",
                expected=f"{self._fallen[0]} or more",
                found=self._fallen[1],
                clauses=("SCH-G-10",),
            )
        for seen in self._doors.poll(self._unit, None).items:
            if self._knows.get(seen.id) != seen:
                yield Failure(
                    "No change is ever lost, also when changes and calls run at the same time.",
                    where=f"following {self._unit} by its stamps: {seen.id}",
                    expected=seen,
                    found=self._knows.get(seen.id),
                    clauses=("SCH-G-05",),
                )


def _writer(doors: Doors, ids: list[str], random: Random, writes: int) -> Callable[[], None]:
    plans: list[tuple[str, dict[str, Any]]] = [
        (
            random.choice(ids),
            random.choice([{"employee": f"T{number}"}, {"unit": random.choice(_UNITS)}, {"fixed": random.random() < 0.5}]),
        )
        for number in range(writes)
    ]

    def write() -> None:
        for item_id, attributes in plans:
            doors.change(item_id, attributes)

    return write


def _code(answer: Any) -> str:
    return answer.code if isinstance(answer, Answer) else repr(answer)


def _at_once(actions: list[Callable[[], Any]], *, until: list["_Follower"] | None = None) -> list[Any]:
    """Run actions in threads that start together; give what each returned or raised. Followers end after the others."""
    barrier = Barrier(len(actions))
    outcomes: list[Any] = [None] * len(actions)

    def run(place: int, action: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            outcomes[place] = action()
        except Exception as error:  # it is told as what the target did
            outcomes[place] = error

    threads = [Thread(target=run, args=each, daemon=True) for each in enumerate(actions)]
    followers = until or []
    with often_switching():
        for thread in threads:
            thread.start()
        for thread in threads[: len(threads) - len(followers)]:
            thread.join()
        for follower in followers:
            follower.writers_ended = True
        for thread in threads:
            thread.join()
    return outcomes
