"""Large scenarios, written line by line: the same seed gives the same bytes, and memory does not grow with their size."""

import random
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

_EMPLOYEES_OF_A_UNIT = 10
_ZONES = ("Europe/London", "Europe/Paris", "America/New_York")
_BY_HAND = ("ovlShift", "dispFailEarmark", "sparesNotInVan")
_DAYS = range(-7, 28)
_COMING = ("Tentative", "Tentative", "Tentative", "Fixed", "Earmarked")
_UNDER_WAY = ("Contacted", "Travelling", "LoggedOn", "LoggedOff", "Earmarked")


def generate_scenario(*, jobs: int, units: int, seed: int) -> Iterator[str]:
    """Give the lines of a scenario: resourced and unresourced jobs in and around the memory horizon, windows, every status."""
    # Of all of a generator's methods only random() is the same in every version of Python.
    chance = random.Random(seed)
    yield f"# emulator scenario generate --jobs {jobs} --units {units} --seed {seed}\n"
    yield "units:\n"
    for unit in range(units):
        yield f"  - {{id: {_unit(unit)}, zone: {_ZONES[unit % len(_ZONES)]}}}\n"
    yield "employees:\n"
    for unit in range(units):
        for number in range(_EMPLOYEES_OF_A_UNIT):
            yield f"  - {{id: {_employee(unit, number)}, zone: {_ZONES[unit % len(_ZONES)]}}}\n"
    yield "items:\n" if jobs else "items: []\n"
    for number in range(jobs):
        yield _job(chance, number, units)


def _job(chance: random.Random, number: int, units: int) -> str:
    unit = int(chance.random() * units)
    members = [f"id: G-{number + 1:07d}", f"unit: {_unit(unit)}"]
    if chance.random() < 0.1:
        if chance.random() < 0.5:
            members.append(f"promise: {{to: {_time(_of(chance, _DAYS), 12 * 60)}}}")
        return _line(members)

    day = _of(chance, _DAYS)
    start = 6 * 60 + 5 * int(chance.random() * 144)
    arrival = start + 5 * int(chance.random() * 12)
    finish = arrival + 10 + 5 * int(chance.random() * 36)
    members += [
        f"employee: {_employee(unit, int(chance.random() * _EMPLOYEES_OF_A_UNIT))}",
        f"start: {_time(day, start)}",
        f"arrival: {_time(day, arrival)}",
        f"finish: {_time(day, finish)}",
    ]
    if day < 0:
        members += ["status: Cleared", f"actual_minutes: {finish - arrival}"]
    else:
        members.append(f"status: {_of(chance, _UNDER_WAY if day == 0 else _COMING)}")
    if chance.random() < 0.3:
        # Most are kept; an arrival before or after its window is in jeopardy.
        begin = max(0, arrival - 60 + 15 * int(chance.random() * 7))
        members.append(f"promise: {{from: {_time(day, begin)}, to: {_time(day, begin + 120)}}}")
    if chance.random() < 0.05:
        members.append(f"jeopardy: [{_of(chance, _BY_HAND)}]")
    return _line(members)


def _line(members: Sequence[str]) -> str:
    return f"  - {{{', '.join(members)}}}\n"


def _of(chance: random.Random, choices: Sequence[T]) -> T:
    return choices[int(chance.random() * len(choices))]


def _time(day: int, minutes: int) -> str:
    days = day + minutes // (24 * 60)
    return f"day{days:+d} {minutes // 60 % 24:02d}:{minutes % 60:02d}"


def _unit(number: int) -> str:
    return f"U{number + 1:04d}"


def _employee(unit: int, number: int) -> str:
    return f"E{unit + 1:04d}-{number + 1:02d}"
