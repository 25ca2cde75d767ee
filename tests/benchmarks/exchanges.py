"""Checked exchanges a second: `contracts run` in-process and by URL, beside `st run` over HTTP, on one document and machine."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from contracts.document.source import find
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.milestones import PhaseBroke
from contracts.run.preparation import GATE_SEED, prepare
from tests.benchmarks.measured import Measured
from tests.benchmarks.processes import emulator

DOCUMENT = "servicebroker"
TOKEN = "emulator-token"
PLAIN, BY_URL, IN_PROCESS = "st run, over HTTP", "contracts run, by URL", "contracts run, in-process"
# A run that lasts longer is cut: a rate needs no more.
SECONDS = 40.0


def measure() -> list[Measured]:
    """Measure one after the other against one `emulator serve`, then in-process; schemathesis comes first."""
    with emulator("--set", "auth=true") as served:
        url = f"http://127.0.0.1:{served.port}"
        schemathesis = _schemathesis(url)
        by_url = _contracts(BY_URL, Choices(documents=(DOCUMENT,), url=url, bearer=TOKEN, time_budget=SECONDS))
    return [schemathesis, by_url, _contracts(IN_PROCESS, Choices(documents=(DOCUMENT,), time_budget=SECONDS))]


class _Counted:
    """A target that counts the requests whose answers somebody checks; calls of the control API are none."""

    def __init__(self, target):
        self._target = target
        self.exchanges = 0

    def __getattr__(self, name):
        return getattr(self._target, name)

    def rest(self, *arguments, **named):
        self.exchanges += 1
        return self._target.rest(*arguments, **named)

    def rest_at_once(self, requests):
        self.exchanges += len(requests)
        return self._target.rest_at_once(requests)

    def soap(self, request):
        self.exchanges += 1
        return self._target.soap(request)


def _contracts(name, choices):
    prepared = prepare(choices)
    counted = _Counted(prepared.context.target)
    started = time.perf_counter()
    for told in run(prepared.started, prepared.phases, replace(prepared.context, target=counted)):
        if isinstance(told, PhaseBroke):
            raise AssertionError(f"{name}: {told.name} could not run: {told.error}")
    seconds = time.perf_counter() - started
    prepared.context.target.close()
    return _rate(name, counted.exchanges, seconds)


def _schemathesis(url):
    """Run it as it comes, but on after a failure: what it reports of the sound facade would end an operation early."""
    with TemporaryDirectory() as folder:
        options = ["--continue-on-failure", "--seed", str(GATE_SEED), "-H", f"Authorization: Bearer {TOKEN}", "--no-color"]
        command = [sys.executable, "-m", "schemathesis.cli", "run", str(find(DOCUMENT).resolve()), "--url", url, *options]
        clean = {name: value for name, value in os.environ.items() if not name.startswith("SCHEMATHESIS")}
        said = subprocess.run(command, cwd=Path(folder), env=clean, capture_output=True, text=True, timeout=600).stdout
    generated, seconds = re.search(r"([\d,]+) generated", said), re.search(r"in ([\d.]+)s =", said)
    if generated is None or seconds is None:
        raise AssertionError(f"schemathesis did not say how many cases it made:\n{said[-2000:]}")
    return _rate(PLAIN, int(generated[1].replace(",", "")), float(seconds[1]))


def _rate(name, exchanges, seconds):
    return Measured(name=name, unit="exchanges/s", rounds=(exchanges / seconds,))
