"""emulator completion bash | zsh | fish: what makes a shell complete commands, options and the names of settings."""

import click
from click.shell_completion import CompletionItem, get_completion_class

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete this command: commands, options, names of settings.

    \b
    Examples:
      emulator completion bash >> ~/.bashrc
      emulator completion zsh >> ~/.zshrc
      emulator completion fish > ~/.config/fish/completions/emulator.fish
    """
    root = context.find_root()
    completes = get_completion_class(shell)
    if completes is None:  # what click calls its shells is not for us to choose
        raise click.ClickException(f"SHELL: expected one that click can complete in; found {shell!r}")
    click.echo(completes(root.command, {}, "emulator", "_EMULATOR_COMPLETE").source())


def names_of_settings(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete ``NAME=`` of a ``NAME=VALUE``, with what the setting does."""
    from emulator.settings import setting_rows

    return [CompletionItem(f"{row.name}=", help=row.says) for row in setting_rows() if row.name.startswith(incomplete)]


def names_of_scenarios(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a packaged scenario, or else a file."""
    from emulator.scheduling.scenario_parts import packaged

    names = [CompletionItem(name) for name in packaged() if name.startswith(incomplete)]
    return names or [CompletionItem(incomplete, type="file")]
