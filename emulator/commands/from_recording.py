"""emulator scenario from-recording: a scenario by which the emulator answers as a recorded system did."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from emulator.commands.stopping import stop

if TYPE_CHECKING:
    from datetime import datetime

    from emulator.recording.again import Unlike
    from emulator.recording.reading import Recording
    from emulator.recording.scenario import Made

# So many of each kind are told one by one.
_MOST = 20


@click.command("from-recording")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False), metavar="FILE", help="Where to write it.  [default: standard output]")
@click.option(
    "--zone", default="GMT", show_default=True, metavar="ZONE", help="Time zone of the times in the recorded replies."
)
@click.option("--clock", "at", metavar="TIME", help="Take the first call for one at this time: ISO 8601 with a zone.")
def from_recording(file: Path, out: str | None, zone: str, at: str | None) -> None:
    """Make a scenario by which the emulator answers the calls of a recording as the recorded system did.

    What the calls do not show is left out. The calls are then made again on an emulator with that scenario; what it answers in
    another way is told, and stands in comments at the head of the file.

    \b
    Examples:
      emulator scenario from-recording calls.jsonl --out recorded.yaml
      emulator scenario from-recording calls.jsonl --zone Europe/London --clock 2026-01-05T08:00:00Z > recorded.yaml
    """
    from emulator.recording.file import RecordingError
    from emulator.recording.reading import read_recording
    from emulator.recording.scenario import make_scenario, written_scenario
    from emulator.recording.trial import try_scenario

    zone, clock = _zone(zone), _instant(at)
    try:
        recording = read_recording(file)
        if not recording.exchanges:
            raise RecordingError(f"{file}: expected exchanges; found none")
    except RecordingError as error:
        stop(error)
    made = make_scenario(recording, zone=zone, clock=clock)
    unlike = try_scenario(made)
    lines = written_scenario(
        made, name=file.name, file=Path(out).name if out else "THIS-FILE", comments=_comments(recording, made, unlike)
    )
    if out is None:
        sys.stdout.writelines(lines)
    else:
        try:
            with open(out, "w", encoding="utf-8", newline="\n") as written:
                written.writelines(lines)
        except OSError as error:
            stop(RuntimeError(f"--out: expected a file that can be written; found {out!r}: {error.strerror}"))
    click.echo(f"{file}: {_summary(recording, made, unlike)}", err=True)


def _summary(recording: "Recording", made: "Made", unlike: "tuple[Unlike, ...]") -> str:
    number, played = len(recording.exchanges), len(made.played)
    unclear = number - played - made.stateless
    told = f"{number} exchanges, {played} tell of the state, {made.stateless} do not, {unclear} not understood"
    return f"{told}; made again, {played - len(unlike)} of {played} are answered alike"


def _comments(recording: "Recording", made: "Made", unlike: "tuple[Unlike, ...]") -> Iterator[str]:
    yield _summary(recording, made, unlike) + "."
    yield "Time stamps are the emulator's own: a poller begins without one."
    yield from _some("Lines that were not finished", [f"{line}" for line in recording.passed_over])
    yield from _some("Not understood", [f"line {line}: {why}" for line, why in made.unclear])
    told = [f"line {each.line}: {each.where}: recorded {each.recorded!r}; the emulator {each.found!r}" for each in unlike]
    yield from _some("Answered in another way", told)


def _some(heading: str, rows: list[str]) -> Iterator[str]:
    if rows:
        yield f"{heading}:"
    for row in rows[:_MOST]:
        yield "  " + " ".join(row.split())[:300]
    if len(rows) > _MOST:
        yield f"  and {len(rows) - _MOST} more"


def _zone(name: str) -> str:
    from emulator.scheduling.time_zones import zone

    try:
        zone(name)
    except ValueError as error:
        stop(ValueError(f"--zone: {error}"))
    return name


def _instant(text: str | None) -> "datetime | None":
    from datetime import UTC, datetime

    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        stop(ValueError(f"--clock: expected a time in ISO 8601 with a zone, such as 2026-01-05T08:00:00Z; found {text!r}"))
    return found.astimezone(UTC)
