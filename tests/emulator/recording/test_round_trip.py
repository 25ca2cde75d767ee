"""A scenario that was made of a recording gives the answers that were recorded."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import Client

from emulator.app import create_emulator
from emulator.clock import Clock
from emulator.recording.file import RecordingFile
from emulator.recording.reading import read_recording
from emulator.recording.recorder import Recorder
from emulator.recording.scenario import make_scenario, written_scenario
from emulator.recording.trial import try_scenario
from emulator.recording.upstream import Got
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.snapshot import put_snapshot, read_snapshot
from emulator.settings import Settings
from tests.emulator.scheduling.items import NOW
from tests.emulator.soap_server.soap import MEDIA_TYPES, SOAP_12, cancel, envelope, poll

UNITS = ("NORTH", "SOUTH")
IDS = tuple(f"J-{number}" for number in range(8))


class InThisProcess:
    """An upstream that is an emulator in this process."""

    target = "/soap"
    url = "http://127.0.0.1/soap"

    def __init__(self, wsgi: Any) -> None:
        self._client = Client(wsgi)

    def send(self, method, target, headers, body) -> Got:
        response = self._client.open(target, method=method, headers=list(headers), data=body)
        headers = [("Content-Type", response.headers["Content-Type"])]
        return Got(status=response.status_code, headers=headers, body=response.data, whole=True)


class Session:
    """A recorded session with an emulator that has these items."""

    def __init__(
        self, directory: str, *, units: Sequence[dict[str, Any]], items: Sequence[dict[str, Any]], **given: Any
    ) -> None:
        self.clock = Clock.frozen_at(NOW)
        self.emulator = create_emulator(Settings(scenario="empty", **given), clock=self.clock, first_stamp=1_000_000)
        with self.emulator.store.transaction() as tx:
            put_snapshot(tx, read_snapshot({"units": list(units), "items": list(items)}, now=NOW))
        self.path = Path(directory) / "calls.jsonl"
        self.file = RecordingFile(self.path, began=NOW, upstream=InThisProcess.url)
        told: list[str] = []
        recorder = Recorder(InThisProcess(self.emulator.wsgi), self.file, clock=self.clock, tell=told.append)
        self._recorder = Client(recorder)
        self._control = Client(self.emulator.wsgi)
        self._stamps: dict[str, str] = {}

    def call(self, message: str) -> str:
        self.clock.advance(timedelta(seconds=1))
        headers = {"Content-Type": f"{MEDIA_TYPES[SOAP_12]}; charset=utf-8"}
        return self._recorder.post("/soap", data=envelope(message).encode(), headers=headers).text

    def do(self, action: tuple[Any, ...]) -> None:
        match action:
            case "cancel", job_id:
                self.call(cancel(job_id))
            case "poll", unit, since, jeop_only:
                stamp = self._poll(unit, self._stamps.get(unit) if since else None, jeop_only)
                if not jeop_only and stamp is not None:
                    self._stamps[unit] = stamp
            case "wait", minutes:
                self.clock.advance(timedelta(minutes=minutes))
            case "book", item:
                self._control.post("/_emulator/work-items", json=item)
            case "change", job_id, members:
                self._control.patch(f"/_emulator/work-items/{job_id}", json=members)
            case "remove", job_id:
                self._control.delete(f"/_emulator/work-items/{job_id}")

    def _poll(self, unit: str, stamp: str | None, jeop_only: bool) -> str | None:
        """Poll until all is told, since what is never shown cannot be known; give the last stamp."""
        stamped = f"<timeStampIn>{stamp}</timeStampIn>" if stamp else ""
        options = f"<options><JeopOnly>{str(jeop_only).lower()}</JeopOnly></options>"
        told = self.call(poll(unit, stamped + options))
        if "<code>0<" not in told:
            return None
        stamp = told.split("<timeStampOut>")[1].split("<")[0]
        return self._poll(unit, stamp, jeop_only) if "<more>true<" in told else stamp

    def made(self, **given: Any) -> Any:
        self.file.close()
        return make_scenario(read_recording(self.path), **given)


TIMES = {"start": "2026-01-05T09:00:00Z", "arrival": "2026-01-05T09:20:00Z", "finish": "2026-01-05T10:05:00Z"}
LATER = {"start": "2026-01-06T09:00:00Z", "arrival": "2026-01-06T09:20:00Z", "finish": "2026-01-06T10:05:00Z"}
STATUSES = ("Tentative", "Fixed", "Earmarked", "Contacted", "Travelling", "LoggedOn", "LoggedOff", "Cleared", "Cancelled")
MINUTE = st.integers(-90, 90).map(lambda minutes: (NOW + timedelta(hours=1, minutes=20 + minutes)).isoformat())


def window(first: str, last: str) -> st.SearchStrategy[Any]:
    return st.none() | st.fixed_dictionaries({first: MINUTE}) | st.fixed_dictionaries({last: MINUTE})


RESOURCED = st.builds(
    lambda times, **members: {**times, **members},
    times=st.sampled_from([TIMES, LATER]),
    employee=st.sampled_from(["TECH01", "TECH02"]),
    status=st.sampled_from(STATUSES),
    fixed=st.booleans(),
    on_hold=st.booleans(),
    actual_minutes=st.none() | st.integers(0, 300),
    promise=window("from", "to"),
    contract=window("earliest", "latest"),
    jeopardy=st.lists(st.sampled_from(["ovlShift", "sparesNotInVan", "noGo"]), unique=True, max_size=2),
)
UNRESOURCED = st.sampled_from([{}, {"on_hold": True}, {"all_day": True}, {"fixed": True}])
ACTIVITY = st.just({**TIMES, "type": "StandardActivity", "employee": "TECH01"})
MEMBERS = RESOURCED | UNRESOURCED | ACTIVITY


@st.composite
def items(draw: st.DrawFn) -> list[dict[str, Any]]:
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=6))
    return [{"id": job_id, "unit": draw(st.sampled_from(UNITS)), **draw(MEMBERS)} for job_id in ids]


CALLS = st.one_of(
    st.tuples(st.just("cancel"), st.sampled_from(IDS)),
    st.tuples(st.just("poll"), st.sampled_from([*UNITS, "NOWHERE"]), st.booleans(), st.sampled_from([False, False, True])),
    st.tuples(st.just("wait"), st.integers(0, 90)),
)
BY_OTHERS = st.one_of(
    st.builds(lambda job_id, unit, members: ("book", {"id": job_id, "unit": unit, **members}), st.sampled_from(IDS),
              st.sampled_from(UNITS), MEMBERS),
    st.tuples(st.just("remove"), st.sampled_from(IDS)),
    st.tuples(st.just("change"), st.sampled_from(IDS), st.sampled_from([{"fixed": True}, {"fixed": False}, {"unit": "SOUTH"}])),
)  # fmt: skip


def unlike(units, found, actions, **given) -> Any:
    with tempfile.TemporaryDirectory() as directory:
        session = Session(directory, units=units, items=found, **given)
        for action in actions:
            session.do(action)
        if not session.file.kept:
            return ()
        made = session.made()
        text = "".join(written_scenario(made, name="calls.jsonl", comments=["x"]))
        file = Path(directory) / "made.yaml"
        file.write_text(text, encoding="utf-8")
        read_scenario(str(file)).state(NOW)
        return try_scenario(made)


@given(
    items(),
    st.lists(CALLS, min_size=1, max_size=10),
    st.sampled_from([None, 1, 2, 100]),
    st.sampled_from([{}, {"err_notes": True}, {"cancel_started": "warning"}, {"unresourced_status": "absent"}]),
)
@settings(max_examples=60)
def test_whatever_was_cancelled_and_polled_is_answered_so_again(found, actions, most, given):
    units = [{"id": unit, "max_work_items": most} for unit in UNITS]

    assert unlike(units, found, actions, **given) == ()


@given(items(), st.lists(CALLS | BY_OTHERS, min_size=1, max_size=12))
@settings(max_examples=60)
def test_what_others_did_meanwhile_is_told_when_it_shows(found, actions):
    assert unlike([{"id": unit} for unit in UNITS], found, actions) == ()
