"""The command ``contracts parity``: do two Scheduling systems answer alike?"""

import sys
from pathlib import Path

import click

from contracts.commands.asked import setting_of, told_as_errors

_EPILOG = """
\b
Examples:
  contracts parity --left emulator --right http://127.0.0.1:9000/sp --unit NORTH
      polls of a unit, which change nothing
  contracts parity --left emulator --left-set err_notes=true --right emulator
      two emulators of ours, every told life
  contracts parity --left emulator --right http://127.0.0.1:8010/soap \\
      --right-control http://127.0.0.1:8010
      the same on an emulator that is served; it is reset before each life
  contracts parity --left emulator --given recorded.yaml --right recorded \\
      --recording calls.jsonl
      our emulator and what a real system answered

\b
Both sides must hold the same: say with --given which scenario our side
holds. Without a control API no work item is made on a URL, and no cancel
is sent to it unless --may-cancel allows it; it does change that system.
Exit code: 0 alike, 1 differences, 2 they could not be compared.
Reports in --report-dir: parity.md, parity.jsonl.
"""


@click.command("parity", epilog=_EPILOG)
@click.option("--left", metavar="SIDE", required=True, help="One side: emulator, recorded, or a SOAP server's URL.")
@click.option("--right", metavar="SIDE", required=True, help="The other side, in the same way.")
@click.option("--left-set", multiple=True, metavar="NAME=VALUE", help="A setting of the left side, where it is emulator.")
@click.option("--right-set", multiple=True, metavar="NAME=VALUE", help="A setting of the right side, where it is emulator.")
@click.option("--left-control", metavar="URL", help="Where the left side's control API is; it is reset and filled through it.")
@click.option("--right-control", metavar="URL", help="The same of the right side.")
@click.option("--recording", type=click.Path(path_type=Path), metavar="FILE", help="Make its calls. [those of the told lives]")
@click.option("--life", "names", multiple=True, metavar="PATTERN", help="Play these told lives only, like 'a_job_*'. [all]")
@click.option(
    "--unit", "units", multiple=True, metavar="FRU", help="Poll this unit of both sides, and play no life that is not named."
)
@click.option("--given", metavar="SCENARIO", help="What the sides hold that are emulator: a name or a file. [default]")
@click.option("--may-cancel", is_flag=True, help="Send cancels to URLs too.")
@click.option("--login", metavar="DB:PASSWORD:USER", envvar="CONTRACTS_LOGIN", help="Who calls. [$CONTRACTS_LOGIN]")
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="EMULATOR_CONTROL_TOKEN",
    default="",
    help="The control token of both control APIs. [$EMULATOR_CONTROL_TOKEN]",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), default=30.0, metavar="SECONDS", help="For an answer. [30]"
)
@click.option("--allow-remote", is_flag=True, help="Let a URL be on another machine.")
@click.option("--report-dir", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write reports there.")
@click.option("-v", "--verbose", is_flag=True, help="Show every difference, and all that was not compared.")
def parity_command(
    left: str,
    right: str,
    left_set: tuple[str, ...],
    right_set: tuple[str, ...],
    left_control: str | None,
    right_control: str | None,
    recording: Path | None,
    names: tuple[str, ...],
    units: tuple[str, ...],
    given: str | None,
    may_cancel: bool,
    login: str | None,
    token: str,
    timeout: float,
    allow_remote: bool,
    report_dir: Path | None,
    verbose: bool,
) -> None:
    """Make the same calls on two Scheduling systems, and show what differs, clause by clause.

    What must differ is compared by what it means: time stamps by their order, days of clocks that stand on other days.
    """
    with told_as_errors():
        from contracts.parity.choosing import Chosen, compare
        from contracts.parity.reports import text_lines, write_reports
        from contracts.parity.sides import Asked

        chosen = Chosen(
            left=Asked(what=left, settings=dict(map(setting_of, left_set)), control=left_control, token=token),
            right=Asked(what=right, settings=dict(map(setting_of, right_set)), control=right_control, token=token),
            recording=recording,
            lives=names,
            units=units,
            given=given,
            may_cancel=may_cancel,
            login=login,
            timeout=timeout,
            allow_remote=allow_remote,
        )
        outcome = compare(chosen)
        for line in text_lines(outcome, verbose=verbose):
            click.echo(line)
        if report_dir is not None:
            click.echo(f"reports: {' '.join(map(str, write_reports(outcome, report_dir)))}")
    sys.exit(outcome.exit_code)
