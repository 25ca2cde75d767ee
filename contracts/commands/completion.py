"""The command ``contracts completion``: what makes a shell complete commands, options and what they may be given."""

from collections.abc import Iterable

import click
from click.shell_completion import CompletionItem, get_completion_class

SHELLS = ("bash", "zsh", "fish")

_EPILOG = """
\b
Examples:
  contracts completion bash >> ~/.bashrc
  contracts completion zsh >> ~/.zshrc
  contracts completion fish > ~/.config/fish/completions/contracts.fish
"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete this command: commands, options, clauses, documents, phases and mutants."""
    root = context.find_root()
    completes = get_completion_class(shell)
    if completes is None:  # what click calls its shells is not for us to choose
        raise click.ClickException(f"SHELL: expected one that click can complete in; found {shell!r}")
    click.echo(completes(root.command, {}, "contracts", "_CONTRACTS_COMPLETE").source())


def clauses(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the id of a clause, with what it says."""
    from contracts.clauses import all_clauses

    return _beginning(incomplete, ((clause.id, clause.says) for clause in all_clauses().values()))


def documents(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a document that comes with the harness, or else a file."""
    from contracts.document.source import names

    return _beginning(incomplete, ((name, None) for name in names())) or [CompletionItem(incomplete, type="file")]


def phases(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a phase of a run."""
    from contracts.run.plan import load

    return _beginning(incomplete, ((phase.name, None) for phase in load()))


def mutants(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the id of a mutant, with its defect."""
    from contracts.mutants.collection import all_mutants

    return _beginning(incomplete, ((mutant.id, mutant.defect) for mutant in all_mutants().values()))


def _beginning(incomplete: str, names: Iterable[tuple[str, str | None]]) -> list[CompletionItem]:
    return [CompletionItem(name, help=help_) for name, help_ in names if name.startswith(incomplete)]
