"""emulator record: pass SOAP on to a real Scheduling system, and keep what was said."""

from pathlib import Path

import click

from emulator.commands.stopping import stop


@click.command()
@click.option("--upstream", metavar="URL", required=True, help="The Scheduling system that answers.")
@click.option(
    "--out", "file", metavar="FILE", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="Where the exchanges go; a recording that is there is continued.",
)  # fmt: skip
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", metavar="PORT", type=click.IntRange(0, 65535), default=8011, show_default=True,
    help="Port to listen on; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--timeout", metavar="SECONDS", type=click.FloatRange(0, 3600, min_open=True), default=60.0, show_default=True,
    help="Time for a whole answer of the Scheduling system.",
)  # fmt: skip
def record(upstream: str, file: Path, host: str, port: int, timeout: float) -> None:
    """Stand before a Scheduling system: pass each call on as it is, and keep it with its answer, secrets masked.

    Point your callers at the address that it prints. Ctrl-C ends it. Then make a scenario of what was recorded.

    \b
    Examples:
      emulator record --upstream http://127.0.0.1:9000/soap --out calls.jsonl
      emulator record --upstream http://127.0.0.1:9000/soap --out calls.jsonl --port 0 --timeout 10
    """
    from emulator.listening import CannotListen, listen
    from emulator.recording.file import RecordingError
    from emulator.recording.serving import record_calls
    from emulator.settings_rules import NotAllowed, url

    try:
        address = str(url(words=()).read(upstream))
    except NotAllowed as found:
        stop(ValueError(f"--upstream: expected a URL with http or https, a host, and no user or password; found {found}"))
    try:
        with listen(host, port) as listening:
            kept = record_calls(address, file, listening, host=host, timeout=timeout)
    except (CannotListen, RecordingError) as error:
        stop(error)
    click.echo(f"kept {kept} exchange{'' if kept == 1 else 's'} in {file}")
