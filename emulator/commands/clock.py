"""emulator clock show | set | advance | freeze | run: the clock of a running emulator, through its control API."""

from typing import Any

import click

from emulator.commands.asking import Running, ask, running_options
from emulator.commands.stopping import stop


@click.group()
def clock() -> None:
    """Look at the clock of a running emulator, and move it.

    \b
    Examples:
      emulator clock show
      emulator clock set 2026-01-05T08:00:00Z
      emulator clock advance 1h30m
    """


@clock.command()
@running_options
def show(running: Running) -> None:
    """Tell the emulator's time, and whether it passes by itself.

    \b
    Example:
      emulator clock show --url http://127.0.0.1:8010
    """
    _tell(ask(running, "GET", "/clock"))


@clock.command("set")
@click.argument("time")
@running_options
def set_(time: str, running: Running) -> None:
    """Make it another time: ISO 8601 with a zone, or counted from the start of the emulator's UTC day.

    \b
    Examples:
      emulator clock set 2026-01-05T08:00:00Z
      emulator clock set "day+1 09:30"
    """
    _tell(ask(running, "PUT", "/clock", {"now": time}))


@clock.command(context_settings={"ignore_unknown_options": True})
@click.argument("by")
@running_options
def advance(by: str, running: Running) -> None:
    """Move the clock: 90s, 10m, 1h30m, 1d; back with a minus.

    \b
    Examples:
      emulator clock advance 10m
      emulator clock advance -1d
    """
    _tell(ask(running, "POST", "/clock/advance", {"seconds": _seconds(by)}))


@clock.command()
@running_options
def freeze(running: Running) -> None:
    """Stop the clock where it is.

    \b
    Example:
      emulator clock freeze
    """
    _tell(ask(running, "PUT", "/clock", {"running": False}))


@clock.command()
@running_options
def run(running: Running) -> None:
    """Let the clock run on from where it is.

    \b
    Example:
      emulator clock run
    """
    _tell(ask(running, "PUT", "/clock", {"running": True}))


def _seconds(by: str) -> float:
    from emulator.scheduling.readings import DocumentError, span

    try:
        size = span("+" + by.removeprefix("-").removeprefix("+"), ()).total_seconds()
    except DocumentError as error:
        stop(ValueError(f"clock advance: expected {error.expected}; found {by!r}"))
    return -size if by.startswith("-") else size


def _tell(found: Any) -> None:
    click.echo(f"{found['now']} {'running' if found['running'] else 'frozen'}")
