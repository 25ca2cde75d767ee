"""A poll costs what changed, not what exists, and nothing is kept for ever (SCH-G-05)."""

from collections.abc import Iterator
from typing import Any

import pytest

from emulator.scheduling.changes import Change
from emulator.scheduling.work_item import Window
from tests.emulator.scheduling.items import NOW, days, job


class Walked(dict[str, Change]):
    """The current changes, counting those that are looked at."""

    def __init__(self, changes: dict[str, Change]) -> None:
        super().__init__(changes)
        self.looks = 0

    def get(self, key: str, default: Any = None) -> Any:
        self.looks += 1
        return super().get(key, default)

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a poll went through every work item there is")

    values = items = keys = __iter__  # type: ignore[assignment]


class Probed(list[Change]):
    """A log, counting its entries that are looked at."""

    looks = 0

    def __getitem__(self, position: Any) -> Any:
        found = super().__getitem__(position)
        self.looks += len(found) if isinstance(position, slice) else 1
        return found

    def __iter__(self) -> Iterator[Change]:
        raise AssertionError("a poll went through the whole log")


@pytest.mark.parametrize("jeop_only", [False, True])
def test_a_poll_costs_what_changed_and_not_what_exists(feed, jeop_only):
    late = {"promise": Window(latest=NOW)}
    with feed.store.transaction() as tx:
        for number in range(10_000):
            tx.put(job(f"J-{number}"))
    first = feed.poll().time_stamp
    feed.put(*(job(f"J-{number}", **late) for number in (17, 4711, 9999)))
    state = feed.store.state
    state.current = walked = Walked(state.current)
    log = state._logs["NORTH"]
    log._changes = probed = Probed(log._changes)

    found = feed.ids(first, jeop_only=jeop_only)

    assert found == ["J-17", "J-4711", "J-9999"]
    assert walked.looks == 3
    # Three entries, and the halving that finds the first of them.
    assert probed.looks <= 3 + 15


def test_the_log_drops_what_is_stale_as_it_goes(feed):
    with feed.store.transaction() as tx:
        for number in range(100):
            tx.put(job(f"J-{number}"))

    longest = 0
    for number in range(2000):
        feed.put(job("J-0", actual_minutes=number))
        longest = max(longest, len(feed.store.state._logs["NORTH"]._changes))

    assert longest <= 2 * 100 + 4 * 64
    assert sorted(feed.ids()) == sorted(f"J-{number}" for number in range(100))


def test_booking_and_cancelling_for_ever_keeps_nothing_but_the_audit(feed):
    feed.put(job("stays"))
    for number in range(2000):
        feed.put(job(f"J-{number}", start=NOW + days(number % 20)))
        feed.cancel(f"J-{number}")

    state = feed.store.state
    assert list(state.current) == ["stays"]
    assert len(state._logs["NORTH"]._changes) <= 4 * 64
    assert sum(map(len, state._days.values())) == 1
    assert len(state.due) <= 1
