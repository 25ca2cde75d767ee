"""The journal is a bounded ring with ids that never come again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

import pytest

from emulator.clock import Clock
from emulator.journal import Journal, RestExchange

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    request: bytes = b""
    response: bytes = b""
    status: int = 200
    operation: str | None = "CancelJob"
    left_out: int = 0


@pytest.fixture
def journal() -> Journal:
    return Journal(Clock.frozen_at(NOW), size=3, max_bytes=100)


def record(journal: Journal, *calls: Call, rest: RestExchange | None = None) -> None:
    journal.record(facade=None, operation="CancelJob", rest=rest, soap=calls)


def ids(journal: Journal, **query: int) -> list[int]:
    return [entry.id for entry in journal.read(**query).entries]


def test_an_exchange_is_kept_as_it_was_with_the_emulators_time(journal):
    rest = RestExchange(
        method="PUT", path="/up/x", request_headers=(), request_body=b"{", status=400, response_headers=(), response_body=b""
    )

    journal.record(facade="servicebroker", operation="CancelJob", rest=rest, soap=[Call(b"a", b"b")])

    (entry,) = journal.read().entries
    assert (entry.id, entry.at, entry.facade, entry.rest, entry.soap) == (1, NOW, "servicebroker", rest, (Call(b"a", b"b"),))


def test_the_oldest_fall_out_beyond_the_number(journal):
    for _ in range(5):
        record(journal)

    page = journal.read()

    assert [entry.id for entry in page.entries] == [3, 4, 5]
    assert (page.last, page.dropped) == (5, 2)


def test_the_oldest_fall_out_beyond_the_bytes(journal):
    record(journal, Call(b"x" * 40, b"y" * 20))
    record(journal, Call(b"x" * 30))
    record(journal, Call(b"x" * 30))

    assert ids(journal) == [2, 3]


def test_the_newest_stays_however_large_its_request_is(journal):
    record(journal)
    record(journal, Call(b"x" * 1000))

    assert ids(journal) == [2]


def test_a_response_that_alone_is_too_large_is_left_out_and_its_length_is_told(journal):
    record(journal, Call(b"small", b"whole"))
    record(journal, Call(b"asked", b"y" * 100), Call(b"asked", b"y" * 101))

    entry = journal.read().entries[-1]
    assert [(call.request, len(call.response), call.left_out) for call in entry.soap] == [
        (b"asked", 100, 0),
        (b"asked", 0, 101),
    ]


def test_a_thousand_large_exchanges_keep_no_more_bytes_than_may_be():
    journal = Journal(Clock.frozen_at(NOW), size=1000, max_bytes=100_000)

    for number in range(1000):
        record(journal, Call(b"x" * 4_000, b"y" * (number * 200)))

    kept = journal.read().entries
    assert sum(len(call.request) + len(call.response) for entry in kept for call in entry.soap) <= 100_000
    assert kept[-1].id == 1000


def test_a_rest_exchange_counts_with_all_its_bytes(journal):
    rest = RestExchange(
        method="PUT", path="/" * 20, request_headers=(("a", "b" * 19),), request_body=b"c" * 20, status=200,
        response_headers=(("d", "e" * 19),), response_body=b"f" * 21,
    )  # fmt: skip
    record(journal)

    record(journal, rest=rest)

    assert ids(journal) == [2]


def test_reading_goes_on_after_an_id_and_stops_at_a_limit(journal):
    for _ in range(3):
        record(journal)

    assert ids(journal, after=1) == [2, 3]
    assert ids(journal, after=1, limit=1) == [2]
    assert ids(journal, after=3) == []
    assert journal.read(after=1, limit=1).last == 3


def test_an_empty_journal_has_no_last_id(journal):
    assert (journal.read().last, journal.read().dropped) == (0, 0)


def test_ids_go_on_after_it_was_cleared(journal):
    for _ in range(4):
        record(journal)

    journal.clear()
    cleared = journal.read()
    record(journal)

    assert (cleared.entries, cleared.last, cleared.dropped) == ((), 0, 0)
    assert ids(journal) == [5]


def test_what_was_cleared_no_longer_counts_against_the_bytes(journal):
    record(journal, Call(b"x" * 90))
    journal.clear()
    record(journal, Call(b"x" * 45))
    record(journal, Call(b"x" * 45))

    assert ids(journal) == [2, 3]


def test_no_id_is_given_twice_to_callers_at_once():
    journal = Journal(Clock.frozen_at(NOW), size=10_000, max_bytes=10**9)

    threads = [Thread(target=lambda: [record(journal) for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ids(journal) == list(range(1, 2001))
