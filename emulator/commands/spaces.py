"""emulator spaces list | drop: the spaces of a running emulator, through its control API."""

from urllib.parse import quote

import click

from emulator.commands.asking import Running, all_spaces_options, ask


@click.group()
def spaces() -> None:
    """See the spaces of a running emulator, and drop them.

    \b
    Examples:
      emulator spaces list
      curl -s http://127.0.0.1:8010/_space/job-17/_emulator/clock && emulator spaces drop job-17 --url http://127.0.0.1:8010
    """


@spaces.command("list")
@all_spaces_options
def list_(running: Running) -> None:
    """List the spaces by name: when each was last used, its work items, its exchanges.

    \b
    Example:
      emulator spaces list --url http://127.0.0.1:8010
    """
    for space in ask(running, "GET", "/spaces"):
        used, items, exchanges = space["last_used"], space["items"], space["exchanges"]
        click.echo(f"{space['name']}  last used {used}  {items} work items  {exchanges} exchanges")


@spaces.command()
@click.argument("name")
@all_spaces_options
def drop(name: str, running: Running) -> None:
    """Let a space go with all that is in it.

    \b
    Example:
      curl -s http://127.0.0.1:8010/_space/job-17/_emulator/clock && emulator spaces drop job-17 --url http://127.0.0.1:8010
    """
    ask(running, "DELETE", f"/spaces/{quote(name, safe='')}")
