"""emulator serve | wsdl | settings | reset | clock | spaces ...: arguments to Settings, one call, an exit code."""

import gc
from dataclasses import asdict
from pathlib import Path

import click

from emulator.addresses import CONSOLE, base_url, ready_line
from emulator.commands.asking import DEFAULT_URL, Running, ask, running_options
from emulator.commands.clock import clock
from emulator.commands.completion import completion, names_of_scenarios
from emulator.commands.doctor import doctor
from emulator.commands.faults import faults
from emulator.commands.health import health
from emulator.commands.hidden_arguments import hide
from emulator.commands.record import record
from emulator.commands.scenario import scenario
from emulator.commands.settings_options import read_settings, settings_options
from emulator.commands.spaces import spaces
from emulator.commands.stopping import stop

# What a command needs is imported when it runs, so that --help comes at once and serve starts soon.

_HELP_SERVE = """Serve the Scheduling system, the REST facades and the control API.

\b
Examples:
  emulator serve
  emulator serve --port 0 --scenario my-scenario.yaml
  emulator serve --set auth=true --set err_notes=true
  emulator serve --settings emulator.toml
  emulator serve --scenario a-day --clock 2026-01-05T08:00:00Z --frozen
  emulator serve --upstream https://scheduling.example/soap
  emulator serve --log text --open
  emulator serve --faults my-faults.yaml
  EMULATOR_CONTROL_TOKEN=choose-one emulator serve --host 0.0.0.0

\b
Each setting can be given in a TOML file, as EMULATOR_<NAME>, and as --set name=value; the later of these wins,
and the flags win over all. "emulator settings" lists them.
"""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="scheduling-emulator")
def main() -> None:
    """Stand in for a field-service Scheduling system (SOAP) and the REST facades before it.

    \b
    Start it, and make a first REST call:
      emulator serve
      curl -X PUT http://127.0.0.1:8010/up/v5/rest/scheduling/CancelJob \\
           -H 'Content-Type: application/json' -d '{"Id": "J-1001"}'
    """


@main.command(help=_HELP_SERVE)
@click.option("--host", metavar="ADDRESS", help="Address to listen on.  [default: 127.0.0.1]")
@click.option("--port", metavar="PORT", help="Port to listen on; 0 takes a free one.  [default: 8010]")
@click.option(
    "--scenario",
    metavar="NAME|FILE",
    shell_complete=names_of_scenarios,
    help="State at the start: default, a-day, empty, or a YAML file.",
)
@click.option("--faults", metavar="FILE", help="Order this plan of faults from the start: YAML or JSON.")
@click.option("--state", metavar="URL", help="Keep the state: sqlite:///FILE, or postgresql://...  [default: in memory]")
@click.option("--profile", metavar="PROFILE", help="lenient: answer as the vendor's pages say; strict: enforce the schema.")
@click.option("--upstream", metavar="URL", help="Put the facades before this Scheduling system instead of the embedded one.")
@click.option("--workers", metavar="N", help="Processes that serve; several need a state that they share.  [default: 1]")
@click.option(
    "--max-pending", metavar="N", help="Calls that wait at most, in each process; the next gets 503.  [default: 1000]"
)
@click.option("--log", metavar="FORM", help="A line on standard error for each exchange: text or json.  [default: none]")
@click.option(
    "--control-token",
    metavar="TOKEN",
    help="Ask for it before the control API and the console; needed anywhere but on loopback.  [$EMULATOR_CONTROL_TOKEN]",
)
@click.option("--clock", metavar="TIME", help="Time at the start: ISO 8601 with a zone.  [default: real]")
@click.option("--open", "opens", is_flag=True, help="Open the console in a browser.")
@click.option("--frozen", is_flag=True, help="Let the clock stand still until it is moved or started.")
@settings_options
def serve(file: Path | None, given: tuple[str, ...], *, opens: bool, frozen: bool, **flags: str | None) -> None:
    """Serve until SIGTERM or Ctrl-C."""
    # All that a start makes is there to stay; to look for garbage among it takes a tenth of the time. The server enables it.
    gc.disable()
    from emulator.listening import CannotListen, listen

    arguments = [f"{name}={value}" for name, value in flags.items() if value is not None]
    settings = read_settings(file, (*given, *arguments, *(["clock_running=false"] if frozen else [])))
    hide(settings.control_token)
    try:
        listening = listen(settings.host, settings.port)
    except CannotListen as error:
        stop(error)

    from emulator.scheduling.scenario_file import ScenarioError
    from emulator.scheduling.store.ledger import StateError
    from emulator.server import serve as serve_emulator

    try:
        with listening:
            base = base_url(settings.host, listening.getsockname()[1])
            serve_emulator(settings, listening, ready=ready_line(base), opens=f"{base}{CONSOLE}" if opens else None)
    except (ScenarioError, StateError) as error:
        stop(error)


@main.command()
@click.option("--address", metavar="URL", default=f"{DEFAULT_URL}/soap", show_default=True, help="The address it names.")
@settings_options
def wsdl(address: str, file: Path | None, given: tuple[str, ...]) -> None:
    """Print the WSDL of the Scheduling system.

    \b
    Example:
      emulator wsdl > scheduling.wsdl
    """
    from emulator.app import create_emulator

    try:
        emulator = create_emulator(read_settings(file, given))
    except ValueError as error:
        stop(error)
    click.echo(emulator.wsdl.at(address), nl=False)


@main.command()
def settings() -> None:
    """List the settings: what is allowed, the default, where it comes from, what it does.

    \b
    Example:
      emulator settings
    \b
    They are given, for example, as
      tz_GCJAPI = "7"                   in a TOML file, with emulator serve --settings FILE
      EMULATOR_TZ_GCJAPI=7              in the environment
      emulator serve --set tz_GCJAPI=7  on the command line
    """
    from emulator.settings import setting_rows

    for row in setting_rows():
        click.echo(f"{row.name} = {_toml(row.default)}\n    {row.says} ({row.source})\n    allowed: {row.allowed}")


@main.command()
@running_options
def reset(running: Running) -> None:
    """Put a running emulator back to the scenario it started with, its timeline anew.

    \b
    Example:
      emulator reset --url http://127.0.0.1:8010
    """
    ask(running, "POST", "/reset")


main.add_command(record)
main.add_command(scenario)
main.add_command(clock)
main.add_command(faults)
main.add_command(spaces)
main.add_command(doctor)
main.add_command(health)
main.add_command(completion)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case tuple():
            return f"[{', '.join(_toml(row) for row in value)}]"
        case int() | float():
            return str(value)
    members = (f"{name} = {_toml(member)}" for name, member in asdict(value).items())  # type: ignore[call-overload]
    return f"{{{', '.join(members)}}}"
