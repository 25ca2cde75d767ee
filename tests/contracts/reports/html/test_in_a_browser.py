"""The page in a real browser: its script runs, its filter works, nothing leaves it, and there is something to see."""

import json
import shutil
import struct
import subprocess
import zlib

import pytest
from lxml import html

from contracts.document import load
from contracts.reports.html import Html
from tests.contracts.reports.html.test_page import MARKUP
from tests.contracts.reports.stream import BROKEN_RUN, RICH_RUN, planted_run, tell_all

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DOCUMENTS = (load("servicebroker"),)
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A browser asks for its maker's updates whatever it is told: no name is found, and no proxy asked for one.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--no-proxy-server",
    "--enable-logging=stderr",
    "--virtual-time-budget=3000",
)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="there is no Chromium on this machine; .ci/run installs one")


@pytest.fixture
def browse(tmp_path):
    def run(events, *options, fragment=""):
        path = tmp_path / "contracts.html"
        tell_all(events, Html(path, DOCUMENTS))
        command = [BROWSER, *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", *options, f"{path.as_uri()}{fragment}"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        # What the page says on its console, errors and violations of its policy among it.
        assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
        return done.stdout

    return run


def shown(page):
    rows = page.cssselect(".clauses tbody tr")
    return [row.get("id") for row in rows if row.get("hidden") is None]


@pytest.mark.parametrize(
    ("fragment", "ids", "told"),
    [
        ("", ["SCH-T-07", "SB-C-01", "SB-C-04", "SB-E-03", "SB-N-01"], "5 of 5 clauses"),
        ("#filter:standing=kept", ["SCH-T-07", "SB-C-01"], "2 of 5 clauses"),
        ("#filter:standing=not+exercised&basis=assumed", ["SB-E-03"], "1 of 5 clauses"),
        ("#filter:system=scheduling", ["SCH-T-07"], "1 of 5 clauses"),
        ("#filter:text=VALUES_arrive+jobid", ["SB-C-01"], "1 of 5 clauses"),
        ("#filter:text=nothing+like+it", [], "0 of 5 clauses"),
    ],
)
def test_the_filter_shows_what_fits_and_says_how_many(browse, fragment, ids, told):
    page = html.fromstring(browse(RICH_RUN, "--dump-dom", fragment=fragment))

    assert page.get("data-ready") == "true"
    assert shown(page) == ids
    assert page.get_element_by_id("shown").text == told
    assert page.get_element_by_id("filter").get("hidden") is None
    assert page.get_element_by_id("theme").text == "Theme: auto"


def test_a_link_to_a_property_opens_it(browse):
    page = html.fromstring(browse(RICH_RUN, "--dump-dom", fragment="#mapped-2"))

    assert page.get_element_by_id("mapped-2").get("open") is not None


def test_planted_markup_does_nothing_in_a_browser_either(browse):
    page = html.fromstring(browse(planted_run(MARKUP), "--dump-dom"))

    assert page.get("data-ready") == "true"
    assert len(page.cssselect("script")) == 1
    assert page.cssselect("img") == []


def requests_of_pages(log):
    """Give the URLs that pages asked for; what a browser asks for itself has no origin."""
    events = [event["params"] for event in json.loads(log.read_text("utf-8"))["events"] if "params" in event]
    return {each["url"] for each in events if each.get("initiator", "not an origin") != "not an origin"}


def test_no_request_leaves_the_page(browse, tmp_path):
    browse(planted_run(MARKUP), "--dump-dom", f"--log-net-log={tmp_path / 'net.json'}")

    assert requests_of_pages(tmp_path / "net.json") == set()


def test_a_request_that_left_a_page_would_be_seen(tmp_path):
    (tmp_path / "other.html").write_text('<img src="http://127.0.0.1:9/x.png">')
    options = (*OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", f"--log-net-log={tmp_path / 'net.json'}", "--dump-dom")

    subprocess.run([BROWSER, *options, (tmp_path / "other.html").as_uri()], capture_output=True, timeout=120, check=True)

    assert requests_of_pages(tmp_path / "net.json") == {"http://127.0.0.1:9/x.png"}


def pixels(path):
    """Read a PNG of 8 bits a channel as its rows of bytes, with the filters left on: enough to see that it is not blank."""
    content = path.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    data, at = b"", 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += length + 12
    raw = zlib.decompress(data)
    step = len(raw) // height
    return width, [raw[row * step : (row + 1) * step] for row in range(height)]


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_there_is_something_to_see_in_every_width_and_theme(browse, tmp_path, width, theme):
    scheme = {"dark": 0, "light": 1}[theme]

    browse(
        BROKEN_RUN,
        f"--screenshot={tmp_path / 'shot.png'}",
        f"--window-size={width},900",
        f"--blink-settings=preferredColorScheme={scheme}",
    )

    found, rows = pixels(tmp_path / "shot.png")
    assert found == width
    # A blank page has no row unlike the one before it; text changes from row to row.
    assert sum(any(row[1:]) for row in rows) > 300
    assert len(set(rows)) > 200
