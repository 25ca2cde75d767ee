"""The options by which a command takes settings, and how it reads them."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from emulator.commands.completion import names_of_settings
from emulator.commands.stopping import stop

if TYPE_CHECKING:
    from emulator.settings import Settings


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--settings`` (``file``) and ``--set`` (``given``) to a command."""
    options = (
        click.option("--settings", "file", type=click.Path(path_type=Path), metavar="FILE", help="A TOML file of settings."),
        click.option(
            "--set",
            "given",
            multiple=True,
            metavar="NAME=VALUE",
            shell_complete=names_of_settings,
            help="One setting; can be repeated.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_settings(file: Path | None, arguments: Iterable[str]) -> "Settings":
    """Read the settings from file, environment and arguments; end the command where one is wrong."""
    from emulator.settings import SettingsError
    from emulator.settings_source import load_settings

    try:
        return load_settings(file=file, environ=os.environ, arguments=tuple(arguments))
    except SettingsError as error:
        stop(error)
