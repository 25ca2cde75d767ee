"""CancelJob: the job leaves as it was, its audit entry stays (SCH-C)."""

from datetime import timedelta

import pytest

from emulator.return_codes import Refused, ReturnCode
from emulator.scheduling.audit import AuditEntry, CancelReason
from emulator.scheduling.work_item import DispatchStatus
from tests.emulator.scheduling.items import NOW, activity, job, minutes, unresourced

ASTRAL = "\U0001f6e0"


def audit(feed) -> tuple[AuditEntry, ...]:
    with feed.store.transaction() as tx:
        return tuple(tx.audit())


def refusal(feed, job_id: str) -> ReturnCode:
    with pytest.raises(Refused) as refused:
        feed.cancel(job_id)
    assert refused.value.field == "jobID"
    return refused.value.code


def test_a_cancelled_job_comes_back_as_it_was_and_is_gone(feed):
    feed.put(job("A", on_hold=True))

    cancelled = feed.cancel("A")

    assert cancelled.job == job("A", on_hold=True)
    assert feed.ids() == []
    with feed.store.transaction() as tx:
        assert tx.item("A") is None


def test_a_job_can_be_cancelled_only_once(feed):
    feed.put(job("A"))
    feed.cancel("A")

    assert refusal(feed, "A") is ReturnCode.JOBID_INVALID


def test_a_job_that_is_booked_anew_can_be_cancelled_anew(feed):
    feed.put(job("A"))
    feed.cancel("A")
    feed.put(job("A", fixed=True))

    assert feed.cancel("A").job.fixed
    assert [entry.job for entry in audit(feed)] == ["A", "A"]


@pytest.mark.parametrize("job_id", ["", "B", "a", " A", "A ", "700001", "x" * 51, "x" * 50])
def test_what_is_no_job_of_ours_cannot_be_cancelled_and_nothing_changes(feed, job_id):
    feed.put(job("A"), activity("700001"))
    last = feed.poll().time_stamp

    assert refusal(feed, job_id) is ReturnCode.JOBID_INVALID

    assert feed.ids() == ["A", "700001"]
    assert feed.stamp() == last
    assert audit(feed) == ()


@pytest.mark.parametrize("job_id", ["x" * 50, ASTRAL * 50, " A ", "a\tb\nc\rd", "<&>"])
def test_an_id_is_compared_exactly_and_counted_in_code_points(feed, job_id):
    feed.put(job(job_id))

    assert feed.cancel(job_id).job.id == job_id


def test_an_audit_entry_remains_with_everything_as_sent_newest_first(feed, clock):
    feed.put(job("A"), unresourced("B", unit="SOUTH"))

    feed.cancel("A", reason=CancelReason(id=7, text=f" wet \r\n {ASTRAL}"), user="clerk", facade="servicebroker")
    clock.advance(minutes(1))
    feed.cancel("B")

    assert audit(feed) == (
        AuditEntry(at=NOW + minutes(1), job="B", unit="SOUTH"),
        AuditEntry(
            at=NOW, job="A", unit="NORTH", reason_id=7, reason=f" wet \r\n {ASTRAL}", user="clerk", facade="servicebroker"
        ),
    )


@pytest.mark.parametrize("status", DispatchStatus)
def test_a_job_of_any_status_can_be_cancelled_and_from_travelling_on_it_had_started(feed, status):
    feed.put(job("A", status=status))

    assert feed.cancel("A").had_started is (status.text not in ("Tentative", "Fixed", "Earmarked", "Contacted"))


@pytest.mark.parametrize("status", DispatchStatus)
def test_actual_minutes_count_from_logged_on_to_cleared(feed, status):
    feed.put(job("A", status=status, actual_minutes=17))

    knows = status.text in ("LoggedOn", "LoggedOff", "Cleared")
    assert feed.cancel("A").book_duration == (17 if knows else 60)


@pytest.mark.parametrize(
    ("item", "duration"),
    [
        (job("A"), 60),
        (job("A", finish=NOW + minutes(150) + timedelta(seconds=119)), 1),
        (job("A", finish=NOW + minutes(150)), 0),
        (job("A", status=DispatchStatus.LOGGED_ON), 60),
        (job("A", status=DispatchStatus.LOGGED_ON, actual_minutes=0), 0),
        (job("A", all_day=True), 60),
        (job("A", all_day=True, employee=None), 4294967295),
        (unresourced("A", all_day=True), 4294967295),
        (unresourced("A", all_day=True, status=DispatchStatus.CLEARED, actual_minutes=5), 5),
        (unresourced("A"), 0),
        (unresourced("A", arrival=NOW, finish=NOW + minutes(45)), 45),
    ],
)
def test_the_duration_is_actual_else_scheduled_else_no_value(feed, item, duration):
    feed.put(item)

    assert feed.cancel("A").book_duration == duration


def test_no_value_is_a_parameter(make_feed):
    feed = make_feed(no_value=99)
    feed.put(unresourced("A", all_day=True))

    assert feed.cancel("A").book_duration == 99
