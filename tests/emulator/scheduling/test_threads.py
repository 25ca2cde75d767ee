"""Many callers at once: one cancel wins, and no change is lost to anybody who polls (SCH-C-07, SCH-G-05)."""

from collections.abc import Callable
from threading import Barrier, Thread

from emulator.return_codes import Refused
from tests.emulator.scheduling.items import job


def at_once(*works: Callable[[], None]) -> None:
    """Let threads begin together, and wait for all; an exception in one of them is an error of the test."""
    barrier = Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        barrier.wait()
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_of_many_cancels_of_one_job_at_once_exactly_one_succeeds(feed):
    outcomes: list[tuple[str, bool]] = []
    names = [f"J-{number}" for number in range(20)]
    feed.put(*map(job, names))

    def cancel_all() -> None:
        for name in names:
            try:
                feed.cancel(name)
            except Refused:
                outcomes.append((name, False))
            else:
                outcomes.append((name, True))

    at_once(*[cancel_all] * 8)

    assert len(outcomes) == 8 * 20
    assert sorted(name for name, succeeded in outcomes if succeeded) == sorted(names)
    with feed.store.transaction() as tx:
        assert sorted(entry.job for entry in tx.audit()) == sorted(names)


def test_writers_and_pollers_at_once_lose_nothing(feed):
    writers, rounds = 4, 60
    running = [True] * writers
    heard: list[dict[str, int | None]] = []

    def write(number: int) -> Callable[[], None]:
        def work() -> None:
            for count in range(rounds):
                for name in ("A", "B", "C"):
                    feed.put(job(f"{name}{number}", actual_minutes=count))
            running[number] = False

        return work

    def poll() -> None:
        told: dict[str, int | None] = {}
        stamp, last_round = None, False
        while True:
            changed = feed.poll(stamp)
            assert stamp is None or changed.time_stamp >= stamp
            stamp = changed.time_stamp
            for change in changed.changes:
                before = told.get(change.item.id)
                assert before is None or (change.item.actual_minutes or 0) > before
                told[change.item.id] = change.item.actual_minutes
            if last_round:
                break
            last_round = not any(running)
        heard.append(told)

    at_once(*(write(number) for number in range(writers)), poll, poll, poll)

    expected = {f"{name}{number}": rounds - 1 for name in "ABC" for number in range(writers)}
    assert heard == [expected] * 3
