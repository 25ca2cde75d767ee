"""The command ``contracts run``: does a facade keep its promises?"""

import sys
import time
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contracts.commands import completion
from contracts.commands.asked import header, setting_of, told_as_errors

if TYPE_CHECKING:
    from rich.console import Console

    from contracts.run.ahead import Ahead
    from contracts.run.choices import Choices
    from contracts.run.preparation import Prepared

_EPILOG = """
\b
Examples:
  contracts run
      our emulator in this process, every document, the gate's requests
  contracts run --clause 'SB-C-*' --clause SB-P-01
      what concerns some clauses
  contracts run --setting validation=broker --setting error_status=400
      a facade that is set up in another way
  contracts run --profile thorough --time-budget 600 --report-dir reports
      ten minutes at random; the seed is printed, --seed repeats it
  contracts run --document mine.yaml --url http://127.0.0.1:9000 \\
      --emulator http://127.0.0.1:8010
      a facade of yours, with `emulator serve` behind it as its SOAP side
  contracts run --url http://127.0.0.1:9000 --emulator http://127.0.0.1:8010 \\
      --bearer "$TOKEN" --login SCHEMA:secret:broker --read-only
      what it is sent, what must arrive in SOAP, and nobody else's jobs touched
  contracts run --soap http://127.0.0.1:9000/sp --login SCHEMA:secret:me \\
      --setting profile=strict --setting unit=NORTH
      a SOAP server of yours, by what is seen on the wire; NORTH is polled

\b
Exit code: 0 every promise that was put to the test holds, 1 one is broken,
2 the run could not be made or finished, 130 it was interrupted.
Reports in --report-dir: contracts.html (for people), summary.md (for CI job
pages), junit.xml, contracts.sarif (failures at lines of the document),
contracts.jsonl (every event; contracts list schema tells its format).
"""


@click.command("run", epilog=_EPILOG)
@click.option(
    "--document",
    "documents",
    multiple=True,
    metavar="FILE|NAME",
    shell_complete=completion.documents,
    help="Judge by this OpenAPI document. [all of ours]",
)
@click.option("--url", metavar="URL", help="Judge the facade at this URL. [our emulator in this process]")
@click.option("--soap", metavar="URL", help="Judge the SOAP server at this URL, and no facade; --emulator: its control API.")
@click.option("--emulator", metavar="URL", help="Where the emulator behind the facade is. [the facade's URL]")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="Send this header with each REST request.")
@click.option("--bearer", metavar="TOKEN", envvar="CONTRACTS_BEARER", help="Send this bearer token. [$CONTRACTS_BEARER]")
@click.option(
    "--token",
    metavar="TOKEN",
    envvar="EMULATOR_CONTROL_TOKEN",
    help="The emulator's control token. [$EMULATOR_CONTROL_TOKEN]",
)
@click.option("--login", metavar="DB:PASSWORD:USER", help="What must arrive in SOAP as the login. [the document's]")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For a whole answer. [30]")
@click.option("--read-only", is_flag=True, help="Cancel and change nothing but what the run made itself.")
@click.option("--allow-remote", is_flag=True, help="Let --url and --emulator be on another machine.")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="How the facade is set up.")
@click.option("--seed", type=click.IntRange(min=0), help="Repeat a run. [quick: fixed; thorough: random, printed]")
@click.option("--time-budget", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="End after this time.")
@click.option(
    "--profile", type=click.Choice(["quick", "thorough"]), default="quick", show_default=True, help="How deep to dig."
)
@click.option(
    "--clause",
    "clauses",
    multiple=True,
    metavar="PATTERN",
    shell_complete=completion.clauses,
    help="Judge these clauses only, like 'SB-C-*'.",
)
@click.option(
    "--phase",
    "phases",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.phases,
    help="Run these phases only; see contracts list phases.",
)
@click.option(
    "--require-clauses",
    "required",
    multiple=True,
    metavar="WORDS",
    help="Fail unless these are exercised: documented, interface, assumed, own, ids or patterns, divided by commas.",
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many phases of a quick run at once. [one a processor, up to 4]"
)
@click.option("--report-dir", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write reports there.")
@click.option(
    "--summary", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Add a Markdown summary to this file."
)
@click.option("--mapping", is_flag=True, help="Show how each property fared in each way it was tried.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Show every clause, property and code, and what to paste to see failures again.",
)
def run_command(
    documents: tuple[str, ...],
    url: str | None,
    soap: str | None,
    emulator: str | None,
    headers: tuple[str, ...],
    bearer: str | None,
    token: str | None,
    login: str | None,
    timeout: float | None,
    read_only: bool,
    allow_remote: bool,
    settings: tuple[str, ...],
    seed: int | None,
    time_budget: float | None,
    profile: str,
    clauses: tuple[str, ...],
    phases: tuple[str, ...],
    required: tuple[str, ...],
    jobs: int | None,
    report_dir: Path | None,
    summary: Path | None,
    mapping: bool,
    verbose: bool,
) -> None:
    """Put a facade's promises to the test.

    The end is a verdict: clause by clause kept, broken or not exercised.
    """
    began = time.monotonic()
    console = _console()
    with told_as_errors():
        from contracts.again.finishing import Finisher
        from contracts.again.secrets import Secrets, named_secrets
        from contracts.reports.console import ConsoleReport
        from contracts.reports.folder import FILES, reports_in
        from contracts.reports.markdown import Markdown
        from contracts.reports.masking import Mask
        from contracts.reports.secret_values import secret_values
        from contracts.reports.telling import NotWritten, tell
        from contracts.run.choices import Choices, Profile
        from contracts.run.engine import run
        from contracts.run.preparation import prepare
        from contracts.run.verdict import Outcome

        choices = Choices(
            documents=documents,
            url=url,
            soap=soap,
            emulator=emulator,
            headers=dict(map(header, headers)),
            bearer=bearer,
            token=token,
            login=login,
            timeout=timeout,
            read_only=read_only,
            allow_remote=allow_remote,
            settings=dict(map(setting_of, settings)),
            seed=seed,
            time_budget=time_budget,
            profile=Profile(profile),
            clauses=clauses,
            phases=phases,
            required=required,
        )
        prepared = prepare(choices)
        mask = Mask(secret_values(choices, prepared.context.documents))
        secrets = Secrets(named_secrets(choices, prepared.context.documents))
        lines = (report_dir / "contracts.jsonl").resolve() if report_dir else None
        reports = [
            ConsoleReport(console, verbose=verbose, mapping=mapping, report=lines),
            *(reports_in(report_dir, prepared.context.documents, mask) if report_dir else ()),
            *([Markdown(_appendable(summary), at_the_end=True)] if summary else ()),
        ]
    lost = ""
    ahead = _ahead(prepared, choices, jobs)
    with closing(prepared.context.target), closing(ahead) if ahead else nullcontext():
        try:
            tell(
                run(prepared.started, ahead.phases if ahead else prepared.phases, prepared.context),
                prepared.verdict,
                reports,
                spent=lambda: time.monotonic() - began,
                mask=mask,
                finish=Finisher(context=prepared.context, mask=mask, secrets=secrets).finish,
            )
        except NotWritten as error:
            lost = str(error)
    written = [report_dir / name for name in FILES if (report_dir / name).exists()] if report_dir else []
    if written:
        # The file that a person opens comes first.
        console.print(f"reports: {' '.join(map(str, written))}", highlight=False, soft_wrap=True)
    for path in written:
        if path.name == "contracts.jsonl" and len(prepared.verdict.groups):
            console.print(f"replay: contracts replay F1 --report {path}", highlight=False, soft_wrap=True)
    for line in lost.splitlines():
        click.echo(f"contracts: {line}", err=True)
    interrupted = prepared.verdict.outcome is Outcome.INTERRUPTED
    # Who interrupts a run wants to see that it was; a lost report is told on its own.
    sys.exit(2 if lost and not interrupted else prepared.verdict.outcome.exit_code)


def _ahead(prepared: "Prepared", choices: "Choices", jobs: int | None) -> "Ahead | None":
    """Let phases run ahead of their turn, where each can have a target of its own: our emulator, in a process of its own."""
    from contracts.processors import processors
    from contracts.run.ahead import MOST, Ahead, possible

    jobs = jobs or min(processors(), MOST)
    elsewhere = choices.url is not None or choices.soap is not None or prepared.context.thorough
    if elsewhere or jobs == 1 or len(prepared.phases) == 1 or not possible():
        return None
    return Ahead(prepared.phases, prepared.context, jobs=jobs)


def _appendable(path: Path) -> Path:
    # A file that cannot be written to is better known before the run than after it.
    with path.open("ab"):
        return path


def _console() -> "Console":
    import os

    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    return Console(width=width, highlight=False, emoji=False)
