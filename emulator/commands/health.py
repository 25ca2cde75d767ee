"""emulator health: whether a running emulator will answer."""

import json
import sys
import time

import click

from emulator.commands.asking import url_option
from emulator.commands.stopping import stop

_PAUSE = 0.05  # seconds between two looks


@click.command()
@url_option
@click.option("--wait", metavar="SECONDS", type=click.FloatRange(0, 86400), default=0.0, help="Ask again for so long.")
def health(url: str, wait: float) -> None:
    """Say whether an emulator will answer: exit code 0 when it will, else 1.

    \b
    Example:
      emulator health --wait 10
    """
    if not url.startswith(("http://", "https://")):
        stop(ValueError(f"--url: expected a URL with http or https; found {url!r}"))
    until = time.monotonic() + wait
    while (why := _why_not(url)) is not None and time.monotonic() < until:
        time.sleep(_PAUSE)
    if why is not None:
        click.echo(f"emulator: {url}: not ready: {why}", err=True)
        sys.exit(1)
    click.echo("ready")


def _why_not(url: str) -> str | None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(f"{url.rstrip('/')}/_emulator/health", timeout=5) as answer:  # noqa: S310 - http or https
            return None if json.load(answer)["status"] == "ready" else "it says so itself"
    except HTTPError as error:
        with error:
            return f"HTTP status {error.code}"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__
