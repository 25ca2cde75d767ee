"""What an emulator stands on: Python, packages, time zones, the machine's network and limits."""

import platform
import socket
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata
from urllib.request import getproxies_environment, proxy_bypass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from emulator.doctor import Finding, Given, Look, Verdict

DISTRIBUTION = "scheduling-emulator"
_LOOPBACK = "127.0.0.1"


def python(_given: Given) -> Iterator[Finding]:
    """Look at the version of Python."""
    found = f"Python {platform.python_version()} at {sys.executable}"
    wanted = metadata.metadata(DISTRIBUTION)["Requires-Python"]
    if SpecifierSet(wanted).contains(platform.python_version(), prereleases=True):
        yield Finding(about="python", says=found)
    else:
        remedy = "make its environment with another: make PYTHON=python3.12"
        yield Finding(verdict=Verdict.WRONG, about="python", says=f"expected {wanted}; found {found}", remedy=remedy)


def packages(_given: Given) -> Iterator[Finding]:
    """Look at each package that it needs, and its version."""
    rows = [Requirement(text) for text in metadata.requires(DISTRIBUTION) or ()]
    needed = [row for row in rows if row.marker is None or row.marker.evaluate()]
    wrong = [f"{row.name}{row.specifier}, found {found}" for row in needed if (found := _found(row)) is not None]
    if wrong:
        remedy = "pip install -r requirements.lock in a checkout, else pip install scheduling-emulator"
        yield Finding(verdict=Verdict.WRONG, about="packages", says=f"expected {'; '.join(wrong)}", remedy=remedy)
    else:
        yield Finding(about="packages", says=f"all {len(needed)} are there, in versions that will do")


def _found(row: Requirement) -> str | None:
    """Tell what is found where the requirement is not met."""
    try:
        version = metadata.version(row.name)
    except metadata.PackageNotFoundError:
        return "none"
    return None if row.specifier.contains(version, prereleases=True) else version


def time_zones(_given: Given) -> Iterator[Finding]:
    """Look whether time zones are known."""
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        says, remedy = "no time zones are known here", "pip install tzdata"
        yield Finding(verdict=Verdict.WRONG, about="time zones", says=says, remedy=remedy)
    else:
        yield Finding(about="time zones", says="known")


def loopback(_given: Given) -> Iterator[Finding]:
    """Look whether this machine can talk to itself."""
    try:
        with socket.create_server((_LOOPBACK, 0)) as server, socket.create_connection(server.getsockname()[:2], timeout=5):
            yield Finding(about="loopback", says=f"{_LOOPBACK} can be reached")
    except OSError as error:
        remedy = "a firewall, a sandbox or a missing loopback interface is in the way; tests in-process need no socket"
        says = f"{_LOOPBACK} cannot be reached: {error}"
        yield Finding(verdict=Verdict.WRONG, about="loopback", says=says, remedy=remedy)


def proxies(_given: Given) -> Iterator[Finding]:
    """Look whether clients would ask a proxy for what is served on this machine."""
    known = getproxies_environment()
    proxy = known.get("http") or known.get("all")
    if proxy is None or (proxy_bypass(_LOOPBACK) and proxy_bypass("localhost")):
        yield Finding(about="proxies", says="none stands between clients and this machine")
        return
    # Its URL may hold a password.
    says = f"most clients would ask a proxy ({'http' if 'http' in known else 'all'}_proxy) for http://{_LOOPBACK}"
    yield Finding(verdict=Verdict.NOTE, about="proxies", says=says, remedy=f"export NO_PROXY={_LOOPBACK},localhost")


SURROUNDINGS: Mapping[str, Look] = {
    "python": python,
    "packages": packages,
    "time zones": time_zones,
    "loopback": loopback,
    "proxies": proxies,
}
