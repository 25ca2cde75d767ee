"""A scenario out of a recording: the document, what is to be said of it, and how it does when the calls are played again."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, count
from typing import Any
from zoneinfo import ZoneInfo

from emulator.recording.calls import Call, Cancel, NotUnderstood, Poll, Stateless, call_of
from emulator.recording.held import slim
from emulator.recording.reading import Recorded, Recording
from emulator.recording.telling import Telling

_PLAIN = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z0-9_-]*", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_GMT = ("GMT", "UTC", "Etc/UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A scenario's document, the settings and the clock to serve it with, and which calls it was made of.

    ``ahead`` is by how much the recording's instants are moved; ``unclear`` says why, by line, an exchange said nothing.
    """

    document: Mapping[str, Sequence[Mapping[str, Any]]]
    settings: Mapping[str, Any]
    clock: datetime
    ahead: timedelta
    played: tuple[Recorded, ...]
    stateless: int
    unclear: tuple[tuple[int, str], ...]


def make_scenario(recording: Recording, *, zone: str = "GMT", clock: datetime | None = None) -> Made:
    """Make a scenario of one exchange or more.

    Times in replies are read in ``zone``, and the first exchange is taken for one at ``clock``.
    """
    first = recording.exchanges[0].at
    ahead = clock - first if clock is not None else timedelta()
    telling = Telling(zone=UTC if zone in _GMT else ZoneInfo(zone), nowhere=_nowhere(recording))
    settings: dict[str, Any] = {} if zone in _GMT else {"tz_GCJAPI": zone}
    played: list[Recorded] = []
    unclear: list[tuple[int, str]] = []
    stateless = 0
    for recorded in recording.exchanges:
        try:
            call = call_of(recorded.exchange)
            match call:
                case Cancel():
                    telling.cancel(call, recorded.at + ahead)
                case Poll():
                    telling.poll(call, recorded.at + ahead, line=recorded.line)
                case Stateless():
                    stateless += 1
                    continue
        except NotUnderstood as why:
            unclear.append((recorded.line, str(why)))
            continue
        played.append(recorded)
        settings |= _settings(call)
    settings |= telling.horizon.settings()
    document = {
        "units": telling.units(),
        "items": [slim(item) for item in telling.items],
        "timeline": [{**event, "book": slim(event["book"])} if "book" in event else event for event in telling.events],
    }
    return Made(
        document=document,
        settings=settings,
        clock=first + ahead,
        ahead=ahead,
        played=tuple(played),
        stateless=stateless,
        unclear=tuple(sorted([*unclear, *telling.left_out])),
    )


def _nowhere(recording: Recording) -> str:
    names = chain(["RECORDED"], (f"REC-{number}" for number in count(1)))
    return next(name for name in names if not any(f">{name}<" in each.exchange.request.body for each in recording.exchanges))


def _settings(call: Call) -> dict[str, Any]:
    """Tell which settings an answer gives away."""
    if isinstance(call, Stateless):
        return {}
    found: dict[str, Any] = {"err_notes": True} if call.result.note is not None else {}
    if isinstance(call, Cancel) and call.job is not None:
        if call.result.type == "Warning":
            found |= {"cancel_started": "warning", "cancel_started_code": call.result.code}
        if call.job.status is None:
            found["unresourced_status"] = "absent"
    return found


def written_scenario(made: Made, *, name: str, file: str = "THIS-FILE", comments: Iterable[str]) -> Iterator[str]:
    """Write it as YAML, line by line, with comments at its head."""
    instant = made.clock.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    yield f"# Made of the recording {name}. Serve it with:\n"
    settings = "".join(f" --set {setting}={_spelt(value)}" for setting, value in made.settings.items())
    yield f"#   emulator serve --scenario {file} --clock {instant}{settings}\n"
    for comment in comments:
        yield f"# {comment}\n"
    for key, rows in made.document.items():
        yield f"{key}:\n" if rows else f"{key}: []\n"
        for row in rows:
            yield f"  - {_flow(row)}\n"


def _spelt(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flow(value: object) -> str:
    match value:
        case dict():
            return f"{{{', '.join(f'{name}: {_flow(member)}' for name, member in value.items())}}}"
        case list():
            return f"[{', '.join(map(_flow, value))}]"
        case str():
            return value if _PLAIN.fullmatch(value) else _quoted(value)
    return json.dumps(value)


def _quoted(text: str) -> str:
    # What YAML would take for the end of a line, or could not print, stands there by its number.
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
