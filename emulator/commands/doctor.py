"""emulator doctor: what is wrong here, and what to do about it."""

import os
import sys
from pathlib import Path

import click

from emulator.commands.settings_options import settings_options


@click.command()
@settings_options
def doctor(file: Path | None, given: tuple[str, ...]) -> None:
    """Say what is wrong with this environment: Python, packages, network, settings, state, port; and try a cancel.

    Nothing is changed. It ends with 0 when nothing is wrong, else with 1.

    \b
    Examples:
      emulator doctor
      emulator doctor --set state=sqlite:///jobs.db --set port=8011
    """
    from emulator.doctor import Given, Verdict, examine

    wrong = 0
    for finding in examine(Given(file=file, arguments=given, environ=os.environ)):
        wrong += finding.verdict is Verdict.WRONG
        click.echo(f"{finding.verdict.value:<6}{finding.about:<12}{finding.says}")
        if finding.remedy:
            click.echo(f"{'':<18}-> {finding.remedy}")
    click.echo("nothing is wrong" if not wrong else f"wrong: {wrong}")
    sys.exit(bool(wrong))
