"""How a command ends that cannot go on."""

import sys
from typing import NoReturn

import click


def stop(error: Exception) -> NoReturn:
    """Say what is wrong on standard error, and end with exit code 2."""
    click.echo(f"emulator: {error}", err=True)
    sys.exit(2)
