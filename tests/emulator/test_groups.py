"""Calls that share one look at the database and one writing: each is whole or not at all, and who is told of success has it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from emulator.app import Emulator, create_emulator
from emulator.scheduling.work_item import Unit
from emulator.settings import Settings
from emulator.unavailable import StateUnavailable
from tests.emulator.scheduling.items import unresourced
from tests.postgresql import database_url


@pytest.fixture
def url() -> str:
    return database_url(f"t{uuid4().hex}")


@pytest.fixture
def join(url: str) -> Iterator[Callable[..., Emulator]]:
    with ExitStack() as there:

        def come(options: str = "") -> Emulator:
            emulator = create_emulator(Settings(state=f"{url}{options}", scenario="empty"), joining=True)
            return there.enter_context(closing(emulator))

        yield come


@pytest.fixture
def a(join: Callable[..., Emulator]) -> Emulator:
    emulator = join()
    with emulator.store.transaction() as tx:
        tx.put_unit(Unit(id="NORTH"))
    return emulator


def book(emulator: Emulator, *ids: str) -> None:
    for item_id in ids:
        with emulator.store.transaction() as tx:
            tx.put(unresourced(item_id))


def ids(emulator: Emulator) -> list[str]:
    with emulator.store.transaction(reading=True) as tx:
        return [item.id for item in tx.items()]


def version(url: str) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT version FROM emulator_head").fetchone()[0]


def test_a_group_is_written_once_and_at_its_end(a, join, url):
    b = join()
    before = version(url)

    with a.store.group() as group:
        for name in ("J-1", "J-2", "J-3"):
            book(a, name)
            group.add(name)
        assert ids(a) == ["J-1", "J-2", "J-3"], "each sees what the one before did"
        assert ids(b) == [], "and others see it when it is written"

    assert ids(b) == ["J-1", "J-2", "J-3"]
    assert version(url) == before + 1
    assert group.lost == []


def test_a_transaction_that_raises_takes_no_other_of_its_group_with_it(a, join):
    with a.store.group():
        book(a, "J-1")
        with suppress(ZeroDivisionError), a.store.transaction() as tx:
            tx.put(unresourced("J-2"))
            tx.remove("J-1")
            raise ZeroDivisionError
        book(a, "J-3")

    assert ids(a) == ids(join()) == ["J-1", "J-3"]


def test_those_whose_doings_cannot_be_written_are_lost_and_undone(a, join, url):
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("ALTER TABLE emulator_rows ADD CONSTRAINT no_more CHECK (id <> 'J-2') NOT VALID")

        with a.store.group() as group:
            for name in ("J-1", "J-2"):
                book(a, name)
                group.add(name)

        assert group.lost == ["J-1", "J-2"]
        assert "no_more" in group.why
        assert ids(a) == ids(join()) == []
        other.execute("ALTER TABLE emulator_rows DROP CONSTRAINT no_more")
    book(a, "J-2")
    assert ids(a) == ids(join()) == ["J-2"]


def test_what_cannot_be_written_is_told_to_nobody(a, url):
    told: list[str] = []
    a.store.listen(lambda _tx, changes: told.extend(change.item.id for change in changes))
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("ALTER TABLE emulator_rows ADD CONSTRAINT no_more CHECK (id <> 'J-2') NOT VALID")
        with a.store.group():
            book(a, "J-2")
        assert told == []
        other.execute("ALTER TABLE emulator_rows DROP CONSTRAINT no_more")

    with a.store.group():
        book(a, "J-1")
        assert told == [], "not before it is kept"
    assert told == ["J-1"]


def test_a_group_that_only_reads_holds_nobody_off(a, join):
    b = join("%20-c%20lock_timeout%3D50")
    book(a, "J-1")

    with a.store.group():
        assert ids(a) == ["J-1"]
        book(b, "J-2")

    with a.store.group():
        book(a, "J-3")
        with pytest.raises(StateUnavailable, match="lock timeout"):
            book(b, "J-4")
    assert ids(b) == ["J-1", "J-2", "J-3"]


def test_who_has_to_wait_for_a_record_lets_others_write_meanwhile(a, join):
    b = join("%20-c%20lock_timeout%3D50")

    with a.store.group() as group:
        book(a, "J-1")
        group.add("first")
        with a.store.holding("a record"):
            book(b, "J-2")
            assert ids(b) == ["J-1", "J-2"]
            book(a, "J-3")
            assert ids(b) == ["J-1", "J-2", "J-3"], "what is done while a record is held stands alone"
        book(a, "J-4")
        assert ids(b) == ["J-1", "J-2", "J-3"]

    assert ids(b) == ["J-1", "J-2", "J-3", "J-4"]
    assert group.lost == []


def test_who_has_to_wait_in_a_group_lets_another_thread_that_holds_the_record_go_on(a):
    held, waited_for = Event(), Event()

    def other() -> None:
        with a.store.holding("a record"):
            held.set()
            assert waited_for.wait(timeout=20)
            book(a, "J-2")

    def in_a_group() -> None:
        with a.store.group():
            book(a, "J-1")
            waited_for.set()
            with a.store.holding("a record"):
                book(a, "J-3")

    first, second = Thread(target=other, daemon=True), Thread(target=in_a_group, daemon=True)
    first.start()
    assert held.wait(timeout=20)
    second.start()
    first.join(timeout=20)
    second.join(timeout=20)

    assert not first.is_alive(), "each waits for the other"
    assert not second.is_alive()
    assert ids(a) == ["J-1", "J-2", "J-3"]


def test_those_before_are_lost_where_they_could_not_be_written_for_who_has_to_wait(a, url):
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("ALTER TABLE emulator_rows ADD CONSTRAINT no_more CHECK (id <> 'J-1') NOT VALID")

        with a.store.group() as group:
            book(a, "J-1")
            group.add("first")
            with pytest.raises(StateUnavailable), a.store.holding("a record"):
                pass
            group.add("second, which was told so itself")
            book(a, "J-2")
            group.add("third")

        assert group.lost == ["first"]
        assert ids(a) == ["J-2"]
