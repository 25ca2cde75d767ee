"""The command line: ``run`` judges a facade, ``replay`` a failure again, ``parity`` two systems, ``mutants`` the harness."""

import sys

import click

from contracts.commands.completion import completion_command
from contracts.commands.listing import list_command
from contracts.commands.mutants import mutants_command
from contracts.commands.parity import parity_command
from contracts.commands.replay import replay_command
from contracts.commands.run import run_command

# What a command needs is loaded when it is given: --help and a wrong option answer at once.

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


for _command in (run_command, replay_command, list_command, mutants_command, parity_command, completion_command):
    commands.add_command(_command)


def main() -> None:
    """Run the command line."""
    # A value may hold what the terminal's encoding cannot write.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    commands(prog_name="contracts")
