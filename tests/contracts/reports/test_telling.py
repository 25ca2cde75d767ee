"""All reports at once, to the end of the run, however it ends."""

import os
import signal
import sys
from contextlib import suppress

from contracts.reports.json_lines import JsonLines
from contracts.reports.junit import Junit
from contracts.reports.telling import tell
from contracts.run.milestones import Ending, PhaseSkipped, RunFinished
from contracts.run.verdict import Outcome, Verdict
from tests.contracts.reports.stream import BROKEN_RUN, KEPT_RUN, KNOWN


class Heard:
    """A report that remembers what it was told."""

    def __init__(self):
        self.events, self.closed = [], 0

    def tell(self, event, verdict, /):
        self.events.append((event, verdict.cases))

    def close(self, verdict):
        self.closed += 1


def test_every_report_hears_every_event_once_folded_in_and_is_closed():
    reports = [Heard(), Heard()]

    outcome = tell(iter(KEPT_RUN), Verdict(KNOWN), reports, spent=lambda: 9.0)

    assert outcome is Outcome.KEPT
    for report in reports:
        assert [event for event, _ in report.events] == list(KEPT_RUN)
        assert [cases for _, cases in report.events] == [0, 0, 0, 1200, 1200, 1200, 1200]
        assert report.closed == 1


def test_an_interruption_between_two_events_still_ends_every_report(tmp_path):
    def events():
        yield from BROKEN_RUN[:4]
        raise KeyboardInterrupt

    heard = Heard()

    outcome = tell(
        events(), Verdict(KNOWN), [heard, JsonLines(tmp_path / "a.jsonl"), Junit(tmp_path / "a.xml")], spent=lambda: 9.0
    )

    assert outcome is Outcome.INTERRUPTED
    assert heard.events[-1][0] == RunFinished(seconds=9.0, ending=Ending.INTERRUPTED)
    assert '"ending": "interrupted"' in (tmp_path / "a.jsonl").read_text().splitlines()[-1]
    assert 'value="interrupted"' in (tmp_path / "a.xml").read_text()


def test_a_job_that_ci_cancels_is_interrupted_and_the_signal_is_given_back():
    before = signal.getsignal(signal.SIGTERM)

    def events():
        yield from KEPT_RUN[:4]
        os.kill(os.getpid(), signal.SIGTERM)
        yield from KEPT_RUN[4:]

    outcome = tell(events(), Verdict(KNOWN), [Heard()], spent=lambda: 9.0)

    assert outcome is Outcome.INTERRUPTED
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_interruption_that_is_lost_on_its_way_ends_the_run_at_its_next_event(monkeypatch):
    lost = []
    monkeypatch.setattr(sys, "unraisablehook", lambda unraisable: lost.append(unraisable.exc_type))

    class Ended:
        # What is raised in a destructor is printed and forgotten.
        def __del__(self):
            os.kill(os.getpid(), signal.SIGINT)

    def events():
        yield from KEPT_RUN[:4]
        Ended()
        yield from KEPT_RUN[4:]

    heard = Heard()

    outcome = tell(events(), Verdict(KNOWN), [heard], spent=lambda: 9.0)

    assert lost == [KeyboardInterrupt]
    assert outcome is Outcome.INTERRUPTED
    assert [event for event, _ in heard.events] == [*KEPT_RUN[:5], RunFinished(seconds=9.0, ending=Ending.INTERRUPTED)]


def test_a_run_that_was_interrupted_tells_what_it_left_out_to_its_end():
    def events():
        yield from KEPT_RUN[:4]
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        yield PhaseSkipped(name="codes", reason="the run was interrupted before it")
        yield RunFinished(seconds=8.0, ending=Ending.INTERRUPTED)

    heard = Heard()

    outcome = tell(events(), Verdict(KNOWN), [heard], spent=lambda: 9.0)

    assert outcome is Outcome.INTERRUPTED
    assert [type(event) for event, _ in heard.events[4:]] == [PhaseSkipped, RunFinished]
    assert heard.events[-1][0].seconds == 8.0
