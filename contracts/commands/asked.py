"""What the commands have in common: how options are read, and how a wrong question is answered."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


def setting_of(text: str) -> tuple[str, str]:
    """Read NAME=VALUE; raise BadParameter."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.BadParameter(f"expected NAME=VALUE, found {text!r}", param_hint="--setting")
    return name.strip(), value


def header(text: str) -> tuple[str, str]:
    """Read NAME: VALUE; raise BadParameter."""
    name, colon, value = text.partition(":")
    if not colon or not name.strip():
        raise click.BadParameter(f"expected NAME: VALUE, found {name!r}", param_hint="--header")
    return name.strip(), value.strip()


@contextmanager
def told_as_errors() -> Iterator[None]:
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
