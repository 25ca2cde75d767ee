"""The command line: ``contracts run`` judges a facade, ``replay`` a failure again, ``mutants`` the harness; ``list`` lists."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contracts.mutants.command import mutants_command

if TYPE_CHECKING:
    from rich.console import Console


# What a run needs is loaded when there is a run: --help and a wrong option answer at once.

_EPILOG_RUN = """
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

_EPILOG_REPLAY = """
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

_EPILOG_LIST = """
\b
Examples:
  contracts list clauses
  contracts list phases scenarios
"""


_EPILOG = """
\b
Examples:
  contracts run           judge our emulator by every document: the gate
  contracts run --help    seeds, budgets, reports, facades of your own
  contracts list clauses  what is promised, and who says so
"""


@click.group(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Find out whether a REST facade keeps the promises of its contract.

    The contract is an OpenAPI document that says, beside each operation's shape, which SOAP call it causes and which
    clauses it keeps. The harness sends requests by it, compares the answers and the SOAP with it, and says clause by
    clause: kept, broken, not exercised.
    """


@commands.command("run", epilog=_EPILOG_RUN)
@click.option(
    "--document", "documents", multiple=True, metavar="FILE|NAME", help="Judge by this OpenAPI document. [all of ours]"
)
@click.option("--url", metavar="URL", help="Judge the facade at this URL. [our emulator in this process]")
@click.option("--soap", metavar="URL", help="Judge the SOAP server at this URL, and no facade; --emulator: its control API.")
@click.option("--emulator", metavar="URL", help="Where the emulator behind the facade is. [the facade's URL]")
@click.option("--header", "headers", multiple=True, metavar="'NAME: VALUE'", help="Send this header with each REST request.")
@click.option("--bearer", metavar="TOKEN", envvar="CONTRACTS_BEARER", help="Send this bearer token. [$CONTRACTS_BEARER]")
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
@click.option("--clause", "clauses", multiple=True, metavar="PATTERN", help="Judge these clauses only, like 'SB-C-*'.")
@click.option("--phase", "phases", multiple=True, metavar="NAME", help="Run these phases only; see contracts list phases.")
@click.option(
    "--require-clauses",
    "required",
    multiple=True,
    metavar="WORDS",
    help="Fail unless these are exercised: documented, interface, assumed, own, ids or patterns, divided by commas.",
)
@click.option("--report-dir", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write reports there.")
@click.option(
    "--summary", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Add a Markdown summary to this file."
)
@click.option("--mapping", is_flag=True, help="Show how each property fared in each way it was tried.")
@click.option("-v", "--verbose", is_flag=True, help="Show every clause, property and code in the end.")
def run_command(
    documents: tuple[str, ...],
    url: str | None,
    soap: str | None,
    emulator: str | None,
    headers: tuple[str, ...],
    bearer: str | None,
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
    with _told_as_errors():
        from contracts.again.finishing import Finisher
        from contracts.again.secrets import Secrets, named_secrets
        from contracts.reports.console import ConsoleReport
        from contracts.reports.folder import FILES, reports_in
        from contracts.reports.markdown import Markdown
        from contracts.reports.masking import Mask
        from contracts.reports.secret_values import secret_values
        from contracts.reports.telling import tell
        from contracts.run.choices import Choices, Profile
        from contracts.run.engine import run
        from contracts.run.preparation import prepare

        choices = Choices(
            documents=documents,
            url=url,
            soap=soap,
            emulator=emulator,
            headers=dict(map(_header, headers)),
            bearer=bearer,
            login=login,
            timeout=timeout,
            read_only=read_only,
            allow_remote=allow_remote,
            settings=dict(map(_setting, settings)),
            seed=seed,
            time_budget=time_budget,
            profile=Profile(profile),
            clauses=clauses,
            phases=phases,
            required=required,
        )
        prepared = prepare(choices)
        mask = Mask(secret_values(choices))
        secrets = Secrets(named_secrets(choices, prepared.context.documents))
        reports = [
            ConsoleReport(console, verbose=verbose, mapping=mapping),
            *(reports_in(report_dir, prepared.context.documents, mask) if report_dir else ()),
            *([Markdown(_appendable(summary), at_the_end=True)] if summary else ()),
        ]
    with closing(prepared.context.target):
        outcome = tell(
            run(prepared.started, prepared.phases, prepared.context),
            prepared.verdict,
            reports,
            spent=lambda: time.monotonic() - began,
            mask=mask,
            finish=Finisher(context=prepared.context, mask=mask, secrets=secrets).finish,
        )
    if report_dir:
        # The file that a person opens comes first.
        console.print(f"reports: {' '.join(str(report_dir / name) for name in FILES)}", highlight=False, soft_wrap=True)
        if len(prepared.verdict.groups):
            line = f"replay: contracts replay F1 --report {report_dir / 'contracts.jsonl'}"
            console.print(line, highlight=False, soft_wrap=True)
    sys.exit(outcome.exit_code)


@commands.command("replay", epilog=_EPILOG_REPLAY)
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
@click.option("--login", metavar="DB:PASSWORD:USER", envvar="CONTRACTS_LOGIN", help="The run's login. [$CONTRACTS_LOGIN]")
@click.option("--setting", "settings", multiple=True, metavar="NAME=VALUE", help="A setting of the run, again.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="For a whole answer.")
@click.option("--allow-remote", is_flag=True, help="Let --url and --emulator be on another machine.")
def replay_command(id_: str, report: Path, headers: tuple[str, ...], settings: tuple[str, ...], **given: Any) -> None:
    """Run a failure of a report again, step by step: ID is F1, F2 ... as reports call it."""
    with _told_as_errors():
        from contracts.again.choosing import Anew
        from contracts.reports.replayed import replay_to

        anew = Anew(headers=dict(map(_header, headers)), settings=dict(map(_setting, settings)), **given)
        sys.exit(replay_to(lambda line: click.echo(line), id_, report, anew))


@commands.command("list", epilog=_EPILOG_LIST)
@click.argument("what", nargs=-1, type=click.Choice(["clauses", "checks", "phases", "scenarios", "mutants", "schema"]))
def list_command(what: tuple[str, ...]) -> None:
    """List clauses, checks, phases, scenarios and mutants.

    Without an argument these are listed; schema prints the JSON Schema of a line of contracts.jsonl.
    """
    with _told_as_errors():
        from contracts import listing

        tables = [listing.LISTS[name]() for name in what or listing.TABLES]
    click.echo("\n\n".join("\n".join(table) for table in tables))


commands.add_command(mutants_command)


def main() -> None:
    """Run the command line."""
    # A value may hold what the terminal's encoding cannot write.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    commands(prog_name="contracts")


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"expected NAME=VALUE, found {text!r}", param_hint="--setting")
    return name.strip(), value


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise click.BadParameter(f"expected NAME: VALUE, found {name!r}", param_hint="--header")
    return name.strip(), value.strip()


def _appendable(path: Path) -> Path:
    # A file that cannot be written to is better known before the run than after it.
    with path.open("ab"):
        return path


def _console() -> "Console":
    import os

    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 140
    return Console(width=width, highlight=False, emoji=False)


@contextmanager
def _told_as_errors() -> Iterator[None]:
    """Tell what was wrong with the question in one line, exit 2; only a defect of the harness shows a traceback."""
    from contracts.targets.refusals import NotPossible, TargetError

    try:
        yield
    except (ValueError, OSError, NotPossible, TargetError) as error:
        click.echo(f"contracts: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("contracts: interrupted before the run began", err=True)
        sys.exit(130)
