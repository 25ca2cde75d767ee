"""The console's first view with 10,000 work items and 10,000 exchanges: from the address to the lines in sight."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.benchmarks.large import holding
from tests.benchmarks.measured import LeftOut, Measured
from tests.emulator.console.browser import CHROMIUM, NONE_HERE, chromium

ITEMS = 10_000
# A view of little, which shows what the browser itself takes, goes first.
JOURNAL, WORK_ITEMS = "journal of 10,000 exchanges", "page of 10,000 work items"
VIEWS = {"clock": "floor: the console's clock", "": JOURNAL, "work-items": WORK_ITEMS}
ROUNDS = 9


def measure() -> list[Measured | LeftOut]:
    """Open each view several times in headless Chromium; the first time only fills caches."""
    if CHROMIUM is None:
        return [LeftOut(name=name, why=NONE_HERE) for name in VIEWS.values()]
    with TemporaryDirectory() as folder, holding(ITEMS, Path(folder), "--set", f"journal_size={ITEMS}") as served:
        address = f"http://127.0.0.1:{served.port}"
        with httpx.Client(base_url=address, trust_env=False) as client:
            for number in range(ITEMS):
                client.put("/up/v5/rest/scheduling/CancelJob", json={"Id": f"X-{number}"})
        return list(_views(f"{address}/_emulator/console/"))


def _views(console: str) -> Iterator[Measured]:
    with chromium() as browser:
        page = browser.new_page()
        for path, name in VIEWS.items():
            seconds = []
            for _ in range(ROUNDS + 1):
                began = time.perf_counter()
                page.goto(f"{console}{path}")
                page.wait_for_selector("html[data-ready]")
                seconds.append(time.perf_counter() - began)
            yield Measured(name=name, unit="s", rounds=tuple(seconds[1:]))
