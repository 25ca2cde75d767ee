"""The command ``contracts replay``: does a failure of a report still fail?"""

import sys
from pathlib import Path
from typing import Any

import click

from contracts.commands.asked import header, setting_of, told_as_errors

_EPILOG = """
\b
Examples:
  contracts replay F1
      the first failure of the last run that wrote reports/
  contracts replay F3 --report nightly/contracts.jsonl
  CONTRACTS_BEARER=... contracts replay F1 --url http://127.0.0.1:9001
      of a facade that is somewhere else now

\b
Exit code: 0 it no longer fails, 1 it still fails, 2 it cannot be replayed.
"""


@click.command("replay", epilog=_EPILOG)
@click.argument("id_", metavar="ID")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    default=Path("reports/contracts.jsonl"),
    show_default=True,
    metavar="FILE",
    help="The report that has the failure.",
)
@click.option("--url", metavar="URL", help="Where the facade is now. [where it was]")
@click.option("--soap", metavar="URL", help="Where the SOAP server is now, of a run by --soap. [where it was]")
@click.option("--emulator", metavar="URL", help="Where the emulator behind it is now. [where it was, or the facade's URL]")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="A header of the run, again.")
@click.option("--bearer", metavar="TOKEN", envvar="CONTRACTS_BEARER", help="The run's bearer token. [$CONTRACTS_BEARER]")
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="EMULATOR_CONTROL_TOKEN",
    help="The emulator's control token. [$EMULATOR_CONTROL_TOKEN]",
)
@click.option("--login", metavar="DB:PASSWORD:USER", envvar="CONTRACTS_LOGIN", help="The run's login. [$CONTRACTS_LOGIN]")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the run, again.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For a whole answer.")
@click.option("--allow-remote", is_flag=True, help="Let --url and --emulator be on another machine.")
def replay_command(id_: str, report: Path, headers: tuple[str, ...], settings: tuple[str, ...], **given: Any) -> None:
    """Run a failure of a report again, step by step: ID is F1, F2 ... as reports call it."""
    with told_as_errors():
        from contracts.again.choosing import Anew
        from contracts.reports.replayed import replay_to

        anew = Anew(headers=dict(map(header, headers)), settings=dict(map(setting_of, settings)), **given)
        sys.exit(replay_to(lambda line: click.echo(line), id_, report, anew))
