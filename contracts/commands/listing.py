"""The command ``contracts list``: what the harness knows."""

import click

from contracts.commands.asked import told_as_errors

_EPILOG = """
\b
Examples:
  contracts list clauses
  contracts list phases scenarios
"""


@click.command("list", epilog=_EPILOG)
@click.argument("what", nargs=-1, type=click.Choice(["clauses", "checks", "phases", "scenarios", "mutants", "schema"]))
def list_command(what: tuple[str, ...]) -> None:
    """List clauses, checks, phases, scenarios and mutants.

    Without an argument these are listed; schema prints the JSON Schema of a line of contracts.jsonl.
    """
    with told_as_errors():
        from contracts import listing

        tables = [listing.LISTS[name]() for name in what or listing.TABLES]
    click.echo("\n\n".join("\n".join(table) for table in tables))
