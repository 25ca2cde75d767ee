"""Times are local to tz_GCJAPI, and the days on which clocks are changed are right (SCH-G-16, SCH-T-09)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from emulator.scheduling.time_zones import spell, zone
from emulator.scheduling.work_item import Place
from tests.emulator.scheduling.items import NOW, job, unresourced


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "instants", "local"),
    [
        # The gap: 01:00 to 02:00 is not there on 2026-03-29.
        (
            "Europe/London",
            ("2026-03-29T00:59:59", "2026-03-29T01:00", "2026-03-29T01:30"),
            ("2026-03-29T00:59", "2026-03-29T02:00", "2026-03-29T02:30"),
        ),
        # The fold: 01:00 to 02:00 is there twice on 2026-10-25.
        (
            "Europe/London",
            ("2026-10-24T23:59", "2026-10-25T00:30", "2026-10-25T01:30", "2026-10-25T02:00"),
            ("2026-10-25T00:59", "2026-10-25T01:30", "2026-10-25T01:30", "2026-10-25T02:00"),
        ),
        (
            "America/New_York",
            ("2026-03-08T06:59", "2026-03-08T07:00", "2026-11-01T05:30", "2026-11-01T06:30", "2026-11-01T07:00"),
            ("2026-03-08T01:59", "2026-03-08T03:00", "2026-11-01T01:30", "2026-11-01T01:30", "2026-11-01T02:00"),
        ),
        ("Asia/Kathmandu", ("2026-01-01T18:15",), ("2026-01-02T00:00",)),
        ("GMT", ("2026-07-01T12:00:59.999999",), ("2026-07-01T12:00",)),
    ],
)
def test_an_instant_is_spelt_in_16_local_characters_with_seconds_cut(name, instants, local):
    assert tuple(spell(at(instant), zone(name)) for instant in instants) == local


def test_an_instant_of_another_zone_is_spelt_in_the_one_asked_for():
    instant = datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo"))

    assert spell(instant, zone("GMT")) == "2026-07-01T03:00"
    assert spell(instant, zone("UTC")) == "2026-07-01T03:00"


@pytest.mark.parametrize(("instant", "name"), [("9999-12-31T23:30", "Asia/Tokyo"), ("0001-01-01T00:30", "America/New_York")])
def test_the_ends_of_the_calendar_are_spelt_in_utc_where_there_is_no_local_time(instant, name):
    assert spell(at(instant), zone(name)) == instant


@pytest.mark.parametrize("name", ["Europe/Atlantis", "", "1", "../etc/passwd", "Europe", "a\0b"])
def test_an_unknown_zone_is_refused_by_name(name):
    with pytest.raises(ValueError, match="no time zone is named"):
        zone(name)


@pytest.fixture
def arrival(make_feed):
    """Tell when a job of summer and one of winter arrive, as a poll spells it."""

    def arrival(tz_GCJAPI: str, *, tz_Default: str = "Asia/Tokyo", start: str = "2026-01-05T12:00", **more: str) -> str:
        feed = make_feed(tz_GCJAPI=tz_GCJAPI, tz_Default=tz_Default, glob_days_after=300)
        feed.unit("NORTH", zone="Europe/London")
        feed.unit("SOUTH")
        with feed.store.transaction() as tx:
            tx.put_place("region", Place(id="BOSTON", zone="America/New_York"))
            tx.put_place("region", Place(id="NOWHERE"))
            tx.put_place("employee", Place(id="TECH01", zone="Europe/Paris"))
        feed.put(job("A", start=at(start), **more))
        changed = feed.poll(unit=more.get("unit", "NORTH"))
        (change,) = changed.changes
        assert change.item.start is not None
        return spell(change.item.start, changed.zones.of(change.item))

    return arrival


@pytest.mark.parametrize(
    ("tz_GCJAPI", "item", "winter", "summer"),
    [
        ("6", {}, "12:00", "12:00"),
        ("7", {}, "12:00", "13:00"),
        ("0", {"region": "BOSTON"}, "07:00", "08:00"),
        ("2", {}, "12:00", "13:00"),
        ("3", {}, "13:00", "14:00"),
        ("America/New_York", {}, "07:00", "08:00"),
        # Without a zone of its own it is tz_Default's.
        ("0", {}, "21:00", "21:00"),
        ("0", {"region": "NOWHERE"}, "21:00", "21:00"),
        ("0", {"region": "UNKNOWN"}, "21:00", "21:00"),
        ("2", {"unit": "SOUTH"}, "21:00", "21:00"),
        ("3", {"employee": "TECH99"}, "21:00", "21:00"),
    ],
)
def test_each_tz_gcjapi_has_its_zone(arrival, tz_GCJAPI, item, winter, summer):
    assert arrival(tz_GCJAPI, **item) == f"2026-01-05T{winter}"
    assert arrival(tz_GCJAPI, start="2026-07-06T12:00", **item) == f"2026-07-06T{summer}"


@pytest.mark.parametrize("tz_GCJAPI", ["0", "2", "3"])
def test_a_poll_of_items_of_different_places_has_a_zone_for_each(make_feed, tz_GCJAPI):
    feed = make_feed(tz_GCJAPI=tz_GCJAPI)
    with feed.store.transaction() as tx:
        for kind in ("region", "employee"):
            tx.put_place(kind, Place(id="PARIS", zone="Europe/Paris"))
    feed.put(job("A", region="PARIS", employee="PARIS"), job("B", region="X", employee="X"), unresourced("C"))

    changed = feed.poll()

    shown = [spell(NOW, changed.zones.of(change.item)) for change in changed.changes]
    paris = "2026-01-05T08:00" if tz_GCJAPI == "2" else "2026-01-05T09:00"
    assert shown == [paris, "2026-01-05T08:00", "2026-01-05T08:00"]
