"""The date language: the table of the specification in both readings, zones, and the days on which clocks are moved."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.facades.joc.dates import PATTERN, BadDate, Calendar

# A Sunday, on which a week that starts today and one that starts tomorrow differ.
NOW = datetime(2026, 11, 22, 2, 16, 41, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def read(text: str, *, zone: str = "", quirks: bool = False, now: datetime = NOW) -> tuple[datetime, datetime]:
    calendar = Calendar(now=now, time_zone=zone, quirks=quirks)
    return calendar.date_from(text), calendar.date_to(text)


IN_BOTH_READINGS = {
    "1d": ("2026-11-23 00:00:00", "2026-11-24 00:00:00"),
    "+1d": ("2026-11-23 00:00:00", "2026-11-24 00:00:00"),
    "0d": ("2026-11-22 00:00:00", "2026-11-23 00:00:00"),
    "-1d": ("2026-11-21 00:00:00", "2026-11-22 00:00:00"),
    "1d2h": ("2026-11-23 02:00:00", "2026-11-24 02:00:00"),
    "2h1d": ("2026-11-23 02:00:00", "2026-11-24 02:00:00"),
    "1d-30m5s": ("2026-11-22 23:30:05", "2026-11-23 23:30:05"),
    "1M": ("2026-12-01 00:00:00", "2027-01-01 00:00:00"),
    "-11M": ("2025-12-01 00:00:00", "2026-01-01 00:00:00"),
    "3M": ("2027-02-01 00:00:00", "2027-03-01 00:00:00"),
    "1y": ("2027-01-01 00:00:00", "2028-01-01 00:00:00"),
    "1d+02:00": ("2026-11-22 22:00:00", "2026-11-23 22:00:00"),
    "1d+0200": ("2026-11-22 22:00:00", "2026-11-23 22:00:00"),
    "2d-03": ("2026-11-23 03:00:00", "2026-11-24 03:00:00"),
    "1dZ": ("2026-11-23 00:00:00", "2026-11-24 00:00:00"),
    "2024-10-17T10:00:00+02:00": ("2024-10-17 08:00:00", "2024-10-17 08:00:00"),
    "2024-10-17T10:00:00+0200": ("2024-10-17 08:00:00", "2024-10-17 08:00:00"),
    "2024-10-17T10:00:00+02": ("2024-10-17 08:00:00", "2024-10-17 08:00:00"),
    "2024-10-17 10:00:00": ("2024-10-17 10:00:00", "2024-10-17 10:00:00"),
    "2024-10-17T10:00:00.5Z": ("2024-10-17 10:00:00.500", "2024-10-17 10:00:00.500"),
    "2024-10-17T10:00:00.123": ("2024-10-17 10:00:00.123", "2024-10-17 10:00:00.123"),
}


@pytest.mark.parametrize("quirks", [False, True])
@pytest.mark.parametrize(("text", "read_as"), IN_BOTH_READINGS.items(), ids=IN_BOTH_READINGS)
def test_a_date_is_read_so(text, read_as, quirks):
    assert read(text, quirks=quirks) == tuple(map(at, read_as))


DOCUMENTED_ALONE = {
    "1h": ("2026-11-22 03:16:41", "2026-11-22 03:16:41"),
    "-2h": ("2026-11-22 00:16:41", "2026-11-22 00:16:41"),
    "1h-1m": ("2026-11-22 03:15:41", "2026-11-22 03:15:41"),
    "30s": ("2026-11-22 02:17:11", "2026-11-22 02:17:11"),
    "0": ("2026-11-22 02:16:41", "2026-11-22 02:16:41"),
    "+0": ("2026-11-22 02:16:41", "2026-11-22 02:16:41"),
    "-0Z": ("2026-11-22 02:16:41", "2026-11-22 02:16:41"),
    "0w": ("2026-11-16 00:00:00", "2026-11-23 00:00:00"),
    "1w": ("2026-11-23 00:00:00", "2026-11-30 00:00:00"),
    "2024-10-17T10:00:00,123": ("2024-10-17 10:00:00.123", "2024-10-17 10:00:00.123"),
}


@pytest.mark.parametrize(("text", "read_as"), DOCUMENTED_ALONE.items(), ids=DOCUMENTED_ALONE)
def test_the_documentation_reads_it_so(text, read_as):
    assert read(text) == tuple(map(at, read_as))


QUIRKS = {
    "1h": ("2026-11-22 03:16:41", "2026-11-23 03:16:41"),
    "-2h": ("2026-11-22 00:16:41", "2026-11-23 00:16:41"),
    "30s": ("2026-11-22 02:17:11", "2026-11-23 02:17:11"),
    "0w": ("2026-11-23 00:00:00", "2026-11-30 00:00:00"),
    "1w": ("2026-11-30 00:00:00", "2026-12-07 00:00:00"),
}


@pytest.mark.parametrize(("text", "read_as"), QUIRKS.items(), ids=QUIRKS)
def test_the_release_reads_it_so(text, read_as):
    assert read(text, quirks=True) == tuple(map(at, read_as))


def test_on_any_other_day_both_start_the_week_on_monday():
    tuesday = NOW + timedelta(days=2)

    assert read("0w", now=tuesday) == read("0w", now=tuesday, quirks=True) == (at("2026-11-23"), at("2026-11-30"))


@pytest.mark.parametrize("text", ["0", "+0", "-0", "0Z", "2024-10-17T10:00:00,123"])
def test_the_release_refuses_what_its_documentation_promises(text):
    for ask in (Calendar(now=NOW, quirks=True).date_from, Calendar(now=NOW, quirks=True).date_to):
        with pytest.raises(BadDate, match=r"release 2\.7\.3 does not read"):
            ask(text)


IMPOSSIBLE = (
    "2026-02-30T10:00:00",
    "2026-13-01T10:00:00",
    "2026-01-01T24:00:00",
    "2026-01-01T10:60:00",
    "0000-01-01T10:00:00",
    "2026-01-01T10:00:00+99:00",
    "2026-01-01T10:00:00+01:75",
    "0001-01-01T00:00:00+12:00",
    "9999-12-31T23:59:59-12:00",
    "9000y",
    "-9000y",
    "99999999999d",
    f"{'9' * 5000}h",
    f"{'9' * 5000}M",
)


@pytest.mark.parametrize("quirks", [False, True])
@pytest.mark.parametrize("text", IMPOSSIBLE, ids=[text[:30] for text in IMPOSSIBLE])
def test_what_passes_the_pattern_and_is_no_date_is_refused(text, quirks):
    assert published().search(text)
    for ask in (Calendar(now=NOW, quirks=quirks).date_from, Calendar(now=NOW, quirks=quirks).date_to):
        with pytest.raises(BadDate, match=re.escape(text[:30])):
            ask(text)


@pytest.mark.parametrize(
    ("text", "zone", "read_as"),
    [
        ("2024-10-17T10:00:00Z", "Europe/Berlin", "2024-10-17 08:00:00"),
        ("2024-10-17T10:00:00+09:00", "Europe/Berlin", "2024-10-17 08:00:00"),
        ("2024-10-17T10:00:00", "Europe/Berlin", "2024-10-17 08:00:00"),
        ("2024-10-17T10:00:00+99", "Europe/Berlin", "2024-10-17 08:00:00"),
        ("1d", "Europe/Berlin", "2026-11-22 23:00:00"),
        ("1d+09:00", "Europe/Berlin", "2026-11-22 23:00:00"),
        ("2024-10-17T10:00:00", "GMT-02:30", "2024-10-17 12:30:00"),
        ("2024-10-17T10:00:00", "GMT+2", "2024-10-17 08:00:00"),
        ("2024-10-17T10:00:00", "Atlantis/Poseidon", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "GMT+77", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "Europe", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "../../etc/passwd", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "a\x00b", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "\ud800", "2024-10-17 10:00:00"),
        ("2024-10-17T10:00:00", "x" * 255, "2024-10-17 10:00:00"),
    ],
)
def test_a_zone_beats_an_offset_and_one_that_nobody_knows_is_utc(text, zone, read_as):
    assert read(text, zone=zone)[0] == at(read_as)


@pytest.mark.parametrize("quirks", [False, True])
def test_a_local_time_that_the_clocks_leave_out_moves_forward(quirks):
    assert read("2026-03-29T02:30:00", zone="Europe/Berlin", quirks=quirks)[0] == at("2026-03-29 01:30:00")  # 03:30 there


@pytest.mark.parametrize("quirks", [False, True])
def test_a_local_time_that_comes_twice_is_the_first(quirks):
    assert read("2026-10-25T02:30:00", zone="Europe/Berlin", quirks=quirks)[0] == at("2026-10-25 00:30:00")  # in summer time


@pytest.mark.parametrize("quirks", [False, True])
@pytest.mark.parametrize(
    ("now", "first", "end"),
    [
        ("2026-03-28 12:00:00", "2026-03-28 23:00:00", "2026-03-29 22:00:00"),
        ("2026-10-24 12:00:00", "2026-10-24 22:00:00", "2026-10-25 23:00:00"),
    ],
    ids=["23 hours", "25 hours"],
)
def test_a_day_on_which_the_clocks_are_moved_is_as_long_as_it_is(now, first, end, quirks):
    assert read("1d", zone="Europe/Berlin", now=at(now), quirks=quirks) == (at(first), at(end))


def test_hours_are_hours_also_while_the_clocks_are_moved():
    before = at("2026-03-29 00:30:00")  # 01:30 in Berlin; the next hour is 03:30 there

    assert read("1h", zone="Europe/Berlin", now=before)[0] == before + timedelta(hours=1)
    assert read("0d3h", zone="Europe/Berlin", now=before)[0] == at("2026-03-29 02:00:00")  # 04:00 there


def test_the_day_that_the_release_adds_is_one_of_the_calendar():
    before = at("2026-03-28 12:00:00")  # 13:00 in Berlin; 13:00 on the next day is 23 hours later

    assert read("0h", zone="Europe/Berlin", now=before, quirks=True)[1] == at("2026-03-29 11:00:00")
    assert read("0h", zone="Europe/Berlin", now=at("2026-03-28 01:30:00"), quirks=True)[1] == at("2026-03-29 01:30:00")


def test_a_midnight_that_the_clocks_leave_out_is_the_first_moment_of_its_day():
    assert read("0d", zone="Africa/Cairo", now=at("2026-04-24 12:00:00"))[0] == at("2026-04-23 22:00:00")


def published() -> re.Pattern[str]:
    return re.compile(PATTERN.removesuffix("$") + r"\Z", re.ASCII)


@given(text=st.from_regex(published(), alphabet=st.characters(codec="ascii")), zone=st.sampled_from(["", "Europe/Berlin", "?"]))
def test_whatever_passes_the_published_pattern_is_a_date_or_told_to_be_none(text, zone):
    for quirks in (False, True):
        with suppress(BadDate):
            first, last = read(text, zone=zone, quirks=quirks)
            assert (first.tzinfo, last.tzinfo) == (UTC, UTC)
            assert first <= last


@given(text=st.text(alphabet="0123456789+-smhdwMyTZ:., x\n", max_size=30))
def test_what_fails_the_published_pattern_is_no_date(text):
    if not published().search(text):
        with pytest.raises(BadDate):
            Calendar(now=NOW).date_from(text)
