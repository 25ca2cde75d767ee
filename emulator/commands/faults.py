"""emulator faults show | set | clear: the faults that are ordered of a running emulator, through its control API."""

import json
from typing import Any

import click

from emulator.commands.asking import Running, ask, running_options
from emulator.commands.stopping import stop


@click.group()
def faults() -> None:
    """Make calls to a running emulator slow, refused, faulty or broken.

    \b
    Examples:
      emulator faults set my-faults.yaml
      emulator faults show
      emulator faults clear
    """


@faults.command()
@running_options
def show(running: Running) -> None:
    """Show the plan in force as JSON, a rule a line, with how many calls each matched and struck and how many are left.

    \b
    Example; what it prints can be set again:
      emulator faults show > faults.json
    """
    found = ask(running, "GET", "/faults")
    rules = ",".join(f"\n  {json.dumps(rule, ensure_ascii=False)}" for rule in found["rules"])
    click.echo(f'{{"seed": {found["seed"]}, "rules": [{rules}\n]}}' if rules else json.dumps(found))


@faults.command("set")
@click.argument("file", type=click.Path(), metavar="FILE")
@running_options
def set_(file: str, running: Running) -> None:
    """Put a plan, from a YAML or JSON file, in the place of the one in force.

    \b
    Example:
      emulator faults set my-faults.yaml
    \b
    Such a file; docs/faults.md tells all keys:
      seed: 7
      rules:
        - {operation: CancelJob, field: {jobID: J-1003}, count: 2, code: 646}
        - {facade: servicebroker, probability: 0.1, delay_ms: {from: 200, to: 2000}}
        - {at: facade, operation: CancelJob, after: 5, status: 503}
    """
    from emulator.faults.plan_file import read_plan_file
    from emulator.faults.shown import write_plan
    from emulator.scheduling.scenario_file import ScenarioError

    try:
        plan = read_plan_file(file)
    except ScenarioError as error:
        stop(error)
    _tell(ask(running, "PUT", "/faults", write_plan(plan)))


@faults.command()
@running_options
def clear(running: Running) -> None:
    """Drop the plan in force.

    \b
    Example:
      emulator faults clear
    """
    ask(running, "DELETE", "/faults")


def _tell(found: dict[str, Any]) -> None:
    click.echo(f"{len(found['rules'])} rules in force, with the seed {found['seed']}")
