"""The command ``contracts mutants``: does the gate find what is wrong?"""

import sys
from pathlib import Path

import click

from contracts.commands import completion

_EPILOG = """
\b
Examples:
  contracts mutants
      every mutant, and what plain schemathesis says of each
  contracts mutants --name 'reason-*' --no-compare
      some of them, by the gate alone
  contracts mutants --list
      each with the clauses that it breaks

\b
Exit code: 0 every mutant was found under a clause that it breaks, 1 one was not,
2 they could not be hunted, 130 it was interrupted.
Reports in --report-dir: mutants.md (the table), mutants.jsonl (a line a mutant).
"""


@click.command("mutants", epilog=_EPILOG)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="PATTERN",
    shell_complete=completion.mutants,
    help="Hunt these mutants only, like 'reason-*'. [all]",
)
@click.option("--list", "only_list", is_flag=True, help="List the mutants and hunt none.")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many at once. [one a processor]")
@click.option("--compare/--no-compare", default=True, help="Let plain schemathesis judge each too. [yes]")
@click.option("--whole", is_flag=True, help="Hunt by the whole gate in its order, not by what concerns the clauses first.")
@click.option(
    "--time-budget",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="What one hunt may take, in its process's own time.",
)
@click.option("--report-dir", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write reports there.")
def mutants_command(
    names: tuple[str, ...],
    only_list: bool,
    jobs: int | None,
    compare: bool,
    whole: bool,
    time_budget: float,
    report_dir: Path | None,
) -> None:
    """Hunt mutants: our emulator with one defect each.

    Each is judged by the gate, the quick profile in this process with its seed: first what it has for the clauses that the
    mutant breaks, then, if that finds nothing, all of it. It is found by a failure that names one of these clauses. The
    sound emulator is judged beside them, unless some are named, and nothing may be found in it.
    """
    from contracts.interruption import ended_by_signals
    from contracts.mutants.campaign import CannotHunt, campaign
    from contracts.mutants.collection import chosen
    from contracts.mutants.mutant import MutantError
    from contracts.processors import processors

    rows = []
    ending = 0
    try:
        mutants = chosen(names)
        if only_list:
            from contracts.listing import mutants as listed

            click.echo("\n".join(listed(mutants)))
            return
        from contracts.mutants import files, table

        click.echo(table.header(mutants))
        hunted = campaign(mutants, jobs=jobs or processors(), compare=compare, whole=whole, sound=not names, budget=time_budget)
        try:
            with ended_by_signals() as signals:
                for row in hunted:
                    rows.append(row)
                    click.echo("\n".join(table.line(row, mutants)))
                    if signals.asked:
                        raise KeyboardInterrupt
        except KeyboardInterrupt:
            hunted.close()
            ending = 130
        told = list(table.totals(rows, mutants, budget=time_budget))
        click.echo("\n".join(["", *(["interrupted; what there is:"] if ending else []), *told]))
        if report_dir is not None:
            files.write(report_dir, rows, told)
            click.echo(f"reports: {' '.join(str(report_dir / name) for name in files.FILES)}")
    except (MutantError, CannotHunt, OSError) as error:
        click.echo(f"contracts: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        click.echo("contracts: interrupted before the hunt began", err=True)
        sys.exit(130)
    not_found = any(row.hunted.found is None for row in rows if row.mutant is not None)
    sys.exit(ending or int(not_found))
