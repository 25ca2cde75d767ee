"""The settings as ``emulator serve`` would have them, what they name, and a trial: a job cancelled by REST and by SOAP."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter
from urllib.error import URLError
from urllib.request import urlopen

from werkzeug.test import Client

from emulator.addresses import base_url
from emulator.app import create_emulator
from emulator.doctor import Finding, Given, Look, Verdict
from emulator.faults.document import read_plan
from emulator.faults.plan_file import read_plan_file
from emulator.listening import CannotListen, listen
from emulator.opening import is_shared
from emulator.scheduling.scenario import read_scenario
from emulator.scheduling.scenario_file import ScenarioError
from emulator.settings import Settings, SettingsError
from emulator.settings_source import load_settings

_SQLITE = "sqlite:///"


def settings(given: Given) -> Iterator[Finding]:
    """Look at the settings, wherever they come from."""
    try:
        chosen = _chosen(given)
    except SettingsError as error:
        yield Finding(
            verdict=Verdict.WRONG, about="settings", says=str(error), remedy="emulator settings lists what is allowed"
        )
        return
    names = [name for name in Settings.__dataclass_fields__ if getattr(chosen, name) != getattr(Settings(), name)]
    yield Finding(about="settings", says=f"other than the defaults: {', '.join(names)}" if names else "the defaults")
    yield from _scenario(chosen)
    yield from _state(chosen)
    yield from _port(chosen)
    yield from _clients(chosen)


def works(_given: Given) -> Iterator[Finding]:
    """Make an emulator with the default settings, in memory, and cancel a job by REST and by SOAP."""
    began = perf_counter()
    emulator = create_emulator(Settings())
    client = Client(emulator.wsgi)
    rest = client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": "J-1001"})
    soap = client.post("/soap", data=_CANCEL, content_type="application/soap+xml")
    emulator.close()
    done = rest.status_code == 200 and json.loads(rest.text)["Success"] is True
    if done and "<type>OK</type><code>0</code>" in soap.text:
        ms = round((perf_counter() - began) * 1000)
        yield Finding(about="trial", says=f"a job was cancelled by REST and another by SOAP, in {ms} ms")
    else:
        says = f"a cancel failed: REST {rest.status_code} {rest.text[:200]!r}; SOAP {soap.status_code} {soap.text[:200]!r}"
        yield Finding(verdict=Verdict.WRONG, about="trial", says=says)


_CANCEL = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><sp:JobCancelRequest'
    ' xmlns:sp="http://www.servicepower.com/sp.xsd1"><jobID>J-1002</jobID></sp:JobCancelRequest></e:Body></e:Envelope>'
)


def _chosen(given: Given) -> Settings:
    return load_settings(file=given.file, environ=given.environ, arguments=given.arguments)


def _scenario(chosen: Settings) -> Iterator[Finding]:
    try:
        read_scenario(chosen.scenario).faults(read_plan)
    except ScenarioError as error:
        remedy = "emulator scenario check FILE says more"
        yield Finding(verdict=Verdict.WRONG, about="scenario", says=str(error), remedy=remedy)
    else:
        yield Finding(about="scenario", says=f"{chosen.scenario} can be read")
    if not chosen.faults:
        return
    try:
        plan = read_plan_file(chosen.faults)
    except ScenarioError as error:
        yield Finding(verdict=Verdict.WRONG, about="faults", says=str(error), remedy="docs/faults.md tells what a plan may be")
    else:
        yield Finding(about="faults", says=f"{chosen.faults} orders faults by {len(plan.rules)} rules from the start")


def _state(chosen: Settings) -> Iterator[Finding]:
    """Look at where the state would live, and change nothing there."""
    if not chosen.state:
        yield Finding(about="state", says="in memory: it ends with the process")
    elif is_shared(chosen.state):
        from emulator.scheduling.store.postgresql import why_silent

        why = why_silent(chosen.state)
        if why is None:
            yield Finding(about="state", says="the PostgreSQL database answers")
        else:
            remedy = "is it running, and are user, password, host and database right?"
            yield Finding(verdict=Verdict.WRONG, about="state", says=f"the PostgreSQL database: {why}", remedy=remedy)
    else:
        file = Path(chosen.state.removeprefix(_SQLITE))
        place = file if file.exists() else file.absolute().parent
        if os.access(place, os.R_OK | os.W_OK):
            yield Finding(about="state", says=f"{file} {'is there' if file.exists() else 'can be made'}")
        else:
            says = f"{place} {'cannot be written' if place.exists() else 'is not there'}"
            yield Finding(verdict=Verdict.WRONG, about="state", says=says, remedy="choose another with --state sqlite:///FILE")


def _port(chosen: Settings) -> Iterator[Finding]:
    try:
        listen(chosen.host, chosen.port).close()
    except CannotListen as error:
        if _serves(chosen):
            says = f"an emulator is served at {base_url(chosen.host, chosen.port)} already"
            remedy = "use that one, stop it, or serve another with --port 0"
            yield Finding(verdict=Verdict.NOTE, about="port", says=says, remedy=remedy)
        else:
            yield Finding(verdict=Verdict.WRONG, about="port", says=str(error))
    else:
        yield Finding(about="port", says=f"{chosen.port} on {chosen.host} is free")


def _serves(chosen: Settings) -> bool:
    try:
        with urlopen(f"{base_url(chosen.host, chosen.port)}/_emulator/health", timeout=2) as answer:  # noqa: S310
            return bool(json.load(answer)["status"] == "ready")
    except (URLError, OSError, ValueError, KeyError, TypeError):
        return False


def _clients(chosen: Settings) -> Iterator[Finding]:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most == resource.RLIM_INFINITY or most > chosen.max_connections:
        yield Finding(about="clients", says=f"{chosen.max_connections} can be connected at once")
    else:
        says = f"this process may open {most} files, so fewer than {chosen.max_connections} clients can be connected at once"
        yield Finding(
            verdict=Verdict.NOTE, about="clients", says=says, remedy="raise the limit (ulimit -n), or set max_connections"
        )


TRIAL: Mapping[str, Look] = {"settings": settings, "trial": works}
