"""emulator scenario check | schema | generate | from-recording: scenario files."""

import sys
from collections.abc import Iterable

import click

from emulator.commands.from_recording import from_recording
from emulator.commands.stopping import stop


@click.group()
def scenario() -> None:
    """Work with scenario files: what a Scheduling system holds at the start, and what happens to it then.

    \b
    Examples:
      emulator scenario check my-scenario.yaml
      emulator scenario generate --jobs 100000 --units 20 --out large.yaml
    """


@scenario.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Say whether scenario files, and the files they include, can be used, and where they cannot.

    \b
    Example:
      emulator scenario check my-scenario.yaml
    \b
    Such a file; times count from the start of the emulator's UTC day, or are ISO 8601 with a zone:
      include: [units.yaml]
      items:
        - {id: J-1, unit: NORTH, employee: TECH01, start: day+1 08:30, arrival: day+1 09:00, finish: day+1 10:00}
        - {id: J-2, unit: NORTH}
      timeline:
        - {at: +10m, status: {id: J-1, status: Travelling}}
        - {at: +1h30m, cancel: {id: J-2, reason_id: 3}}
      faults:
        - {operation: CancelJob, after: 1, code: 646}
    """
    from emulator.clock import Clock
    from emulator.faults.document import read_plan
    from emulator.record_kinds import record_kinds
    from emulator.scheduling.scenario import read_scenario
    from emulator.scheduling.scenario_file import ScenarioError

    wrong = False
    for file in files:
        try:
            scenario = read_scenario(file, kinds=record_kinds())
            state, plans = scenario.state(Clock().now()), scenario.faults(read_plan)
            counts = {"units": len(state.units), "work items": len(state.items), "events": len(state.timeline)}
            if plans:
                counts["fault rules"] = sum(len(plan.rules) for plan in plans)
            click.echo(f"{file}: good, {', '.join(f'{number} {name}' for name, number in counts.items())}")
        except ScenarioError as error:
            click.echo(f"emulator: {error}", err=True)
            wrong = True
    sys.exit(2 if wrong else 0)


@scenario.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, by which editors complete and check them.

    \b
    Example; then begin a scenario file with the comment below:
      emulator scenario schema > scenario.schema.json
      # yaml-language-server: $schema=scenario.schema.json
    """
    import json

    from emulator.faults.document import plan_schema
    from emulator.record_kinds import record_kinds
    from emulator.scheduling.scenario_schema import scenario_schema

    click.echo(json.dumps(scenario_schema(record_kinds(), plan_schema()), indent=2))


@scenario.command()
@click.option("--jobs", type=click.IntRange(0, 10_000_000), default=1000, show_default=True, help="How many jobs.")
@click.option("--units", type=click.IntRange(1, 9999), default=10, show_default=True, help="How many units they are in.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same bytes.")
@click.option("--out", type=click.Path(dir_okay=False), metavar="FILE", help="Where to write it.  [default: standard output]")
def generate(jobs: int, units: int, seed: int, out: str | None) -> None:
    """Write a large scenario.

    \b
    Example:
      emulator scenario generate --jobs 100000 --units 20 --seed 1 --out large.yaml
      emulator serve --scenario large.yaml
    """
    from emulator.scheduling.scenario_generator import generate_scenario

    lines: Iterable[str] = generate_scenario(jobs=jobs, units=units, seed=seed)
    if out is None:
        sys.stdout.writelines(lines)
        return
    try:
        with open(out, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    except OSError as error:
        stop(RuntimeError(f"--out: expected a file that can be written; found {out!r}: {error.strerror}"))


scenario.add_command(from_recording)
