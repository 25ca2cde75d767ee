"""The console in a real browser, as a person uses it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from emulator.console.views import VIEWS
from emulator.testing.scheduling import Scheduling
from tests.emulator.console.accessible import CONTRAST, NAMELESS
from tests.emulator.console.browser import CHROMIUM, NONE_HERE, chromium
from tests.emulator.console.morning import morning

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NONE_HERE)

CANCEL = "/up/v5/rest/scheduling/CancelJob"
# What Chromium says of its own accord of an answer that the page tells its reader.
REFUSED = "the server responded with a status of 400"
SCRIPTED = [view for view in VIEWS if view.key not in ("reference", "assumptions")]


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    with chromium() as started:
        yield started


@pytest.fixture
def scheduling() -> Iterator[Scheduling]:
    with morning() as served:
        yield served


class Console:
    """A page of the console; when it closes, it must have asked nobody else and complained of nothing."""

    def __init__(self, browser: "Browser", url: str, **context: Any) -> None:
        self.url = url
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context})
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: REFUSED in message.text or self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str = "") -> "Page":
        self.page.goto(f"{self.url}/_emulator/console/{path}")
        if path.partition("#")[0] in {view.path for view in SCRIPTED}:
            self.page.wait_for_selector("html[data-ready]")
        return self.page

    def notice(self, text: str) -> None:
        self.page.get_by_role("status").filter(has_text=text).wait_for()


@pytest.fixture
def make_console(browser: "Browser", scheduling: Scheduling) -> Iterator[Any]:
    made: list[Console] = []

    def make(**context: Any) -> Console:
        made.append(Console(browser, scheduling.url, **context))
        return made[-1]

    yield make
    for console in made:
        console.context.close()
        assert console.complaints == []
        assert {url for url in console.asked if not url.startswith(f"{scheduling.url}/")} == set()


@pytest.fixture
def console(make_console: Any) -> Console:
    made: Console = make_console()
    return made


def lines(page: "Page", number: int) -> None:
    """Wait until the journal shows so many lines."""
    page.locator(f"tbody:has(tr.line:nth-last-child({number}):first-child)").wait_for()


def ids(page: "Page") -> list[str]:
    return page.locator("tr.line").evaluate_all("rows => rows.map((row) => row.dataset.id)")


def test_an_exchange_is_in_the_journal_as_soon_as_it_was_made_newest_first(console, scheduling):
    page = console.open()
    before = ids(page)

    scheduling.client.put(CANCEL, json={"Id": "D-5"})
    page.get_by_role("button", name=f"Exchange {int(before[0]) + 1}", exact=True).wait_for()

    assert ids(page) == [str(int(before[0]) + 1), *before]


def test_a_journal_that_was_paused_shows_nothing_new_until_it_goes_on(console, scheduling):
    page = console.open()
    before = ids(page)
    page.get_by_role("button", name="Live").click()
    assert page.get_by_role("button", name="Live").get_attribute("aria-pressed") == "false"

    scheduling.client.put(CANCEL, json={"Id": "D-5"})
    with page.expect_response(re.compile(r"/clock$")):
        pass
    assert ids(page) == before

    page.get_by_role("button", name="Live").click()
    page.locator(f"#entry-{int(before[0]) + 1}").wait_for()


def test_the_journal_is_filtered_by_facade_text_and_refusals(console):
    page = console.open()

    page.get_by_label("Only refusals").check()
    lines(page, 1)
    assert page.locator("tr.line").get_by_text("D-99").count() == 1

    page.get_by_label("Only refusals").uncheck()
    page.get_by_label("Facade").select_option("JOC")
    lines(page, 3)
    page.get_by_label("Text in path").fill("called off")
    lines(page, 1)
    assert page.locator("tr.line .operation").inner_text() == "cancelOrders"


@pytest.mark.parametrize("way", ["hover", "focus"])
def test_a_mapped_value_is_joined_with_its_soap_element_by_pointer_and_by_keyboard(console, way):
    page = console.open()
    page.get_by_role("button", name="Exchange").first.click()
    badge = page.get_by_role("button", name="Field 1: Id is the SOAP element jobID, D-3")
    badge.wait_for()
    assert page.locator(".mapped.joined").count() == 0

    getattr(badge, way)()

    assert page.locator(".mapped.joined").all_inner_texts() == ['"Id": "D-3"', "<jobID>D-3</jobID>"]
    assert page.locator("tr[data-field].joined").all_text_contents()[0].startswith("1Id")


def test_a_job_is_booked_changed_and_cancelled_by_form(console, scheduling):
    page = console.open("work-items")
    page.get_by_role("button", name="Book a work item...").click()
    form = page.get_by_role("dialog", name="Book a work item")
    form.get_by_label("Id").fill("NEW-1")
    form.get_by_label("Start").fill("tomorrow")
    form.get_by_role("button", name="Book").click()
    page.get_by_role("alert").filter(has_text="start: expected").wait_for()
    assert scheduling.work_item("NEW-1") is None

    for name, time in (("Start", "08:30"), ("Arrival", "09:00"), ("Finish", "10:00")):
        form.get_by_label(name).fill(f"day+1 {time}")
    form.get_by_role("button", name="Book").click()
    console.notice("NEW-1 is booked.")

    page.get_by_role("button", name="Change NEW-1").click()
    page.get_by_role("dialog").get_by_label("Employee").fill("TECH02")
    page.get_by_role("dialog").get_by_role("button", name="Change").click()
    console.notice("NEW-1 is changed.")
    assert scheduling.work_item("NEW-1")["employee"] == "TECH02"

    page.get_by_role("button", name="Cancel NEW-1").click()
    page.get_by_role("dialog").get_by_label("Reason", exact=True).fill("called off")
    page.get_by_role("button", name="Cancel the job").click()
    console.notice("NEW-1 is cancelled.")
    assert scheduling.work_item("NEW-1") is None
    assert scheduling.control("GET", "/audit")[0]["reason"] == "called off"


@pytest.mark.parametrize("way", ["ServiceBroker, by REST", "SOAP itself"])
def test_the_feed_is_polled_with_the_stamp_that_was_kept(console, scheduling, way):
    page = console.open("changes")
    page.get_by_label("Through").select_option(way)
    page.get_by_role("button", name="Poll once").click()
    page.get_by_text("6 work items changed.").wait_for()
    kept = page.locator("#stamp-after").inner_text()

    scheduling.control("PATCH", "/work-items/D-5", {"status": "Contacted"})
    page.get_by_role("button", name="Poll once").click()
    page.get_by_text("1 work item changed.").wait_for()

    assert page.locator("#stamp-before").inner_text() == kept
    assert int(page.locator("#stamp-after").inner_text()) > int(kept)
    assert page.locator("#rows th").all_inner_texts() == ["D-5"]
    assert page.locator("#rows .pill").all_inner_texts() == ["Contacted"]


def test_the_clock_is_advanced_set_and_let_run(console, scheduling):
    page = console.open("clock")

    page.get_by_role("button", name="+ 1 h", exact=True).click()
    console.notice("The clock went on. It is 2026-01-05 11:25:49Z.")
    page.get_by_role("textbox", name="Time").fill("2026-01-06T08:00:00Z")
    page.get_by_role("button", name="Set", exact=True).click()
    console.notice("The clock is set. It is 2026-01-06 08:00:00Z.")
    page.get_by_role("button", name="Run", exact=True).click()
    console.notice("The clock runs.")

    assert scheduling.clock.running


def test_a_fault_is_ordered_by_form_beside_what_is_left_of_others_and_strikes(console, scheduling):
    scheduling.order({"operation": "Login", "count": 3, "code": 80}, {"operation": "CancelJob", "count": 1, "code": 278})
    assert scheduling.client.put(CANCEL, json={"Id": "D-5"}).json()["Payload"]["returnCode"]["code"] == "278"
    page = console.open("faults")

    page.get_by_label("operation").select_option("CancelJob")
    page.get_by_label("code", exact=True).fill("281")
    page.get_by_role("button", name="Order it").click()
    console.notice("The fault is ordered.")

    rules = scheduling.control("GET", "/faults")["rules"]
    assert [(rule["operation"], rule["left"]) for rule in rules] == [("Login", 3), ("CancelJob", 1)]
    assert scheduling.client.put(CANCEL, json={"Id": "D-5"}).json()["Payload"]["returnCode"]["code"] == "281"
    page.get_by_role("button", name="Drop all rules").click()
    console.notice("No fault is ordered any more.")
    assert scheduling.control("GET", "/faults")["rules"] == []


def test_a_wrong_fault_is_told_where_it_was_written(console, scheduling):
    page = console.open("faults")

    page.get_by_label("status", exact=True).fill("99")
    page.get_by_role("button", name="Order it").click()

    page.get_by_role("alert").filter(has_text="status").wait_for()
    assert scheduling.control("GET", "/faults")["rules"] == []


def test_a_reset_asks_first_and_escape_keeps_the_state(console, scheduling):
    page = console.open("work-items")
    page.get_by_role("button", name="Reset...").click()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert scheduling.work_item("D-3") is None

    page.get_by_role("button", name="Reset...").click()
    page.get_by_role("button", name="Reset", exact=True).click()
    console.notice("The state is what the scenario says.")
    assert scheduling.work_item("D-3") is not None


def test_an_operation_is_tried_with_its_curl_and_leads_to_its_exchange(console, scheduling):
    page = console.open("try#servicebroker/CancelJob")
    page.get_by_label("Id *").fill("O'Hara-1")

    curl = page.locator("#curl").inner_text()
    assert curl.startswith(f"curl -X PUT '{scheduling.url}{CANCEL}'")
    assert "\"O'\\''Hara-1\"" in curl

    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="in the journal").click()
    page.wait_for_selector(".exchange")
    assert scheduling.exchanges()[-1]["operation"] == "CancelJob"
    assert page.locator(".exchange .half").first.inner_text().count("O'Hara-1") == 1


def test_a_soap_message_is_tried_in_either_version(console, scheduling):
    page = console.open("try#soap/JobCancel")
    page.get_by_label("Version").select_option("SOAP 1.1")
    page.get_by_label("jobID").fill("<D-5>")

    page.get_by_role("button", name="Send").click()
    page.get_by_role("link", name="in the journal").wait_for()

    request = scheduling.exchanges()[-1]["soap"][0]["request"]
    assert "<jobID>&lt;D-5&gt;</jobID>" in request
    assert "http://schemas.xmlsoap.org/soap/envelope/" in request


def test_the_journal_is_read_with_the_keyboard_alone(console):
    page = console.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")

    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.open')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".exchange")

    assert page.locator("button.open").first.get_attribute("aria-expanded") == "true"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_phone_scrolls_no_view_sideways(make_console, view):
    page = make_console(viewport={"width": 390, "height": 844}).open(view.path)
    if view.key == "journal":
        page.get_by_role("button", name="Exchange").first.click()
        page.wait_for_selector(".exchange")

    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_everything_that_can_be_used_has_a_name_and_every_table_has_headers(console, view):
    page = console.open(view.path)

    assert page.evaluate(NAMELESS) == []
    assert page.evaluate("[...document.querySelectorAll('thead th')].every((each) => each.scope === 'col')")


def test_the_theme_follows_the_machine_until_one_is_chosen_and_then_stays(make_console):
    def background(page):
        return page.evaluate("getComputedStyle(document.body).backgroundColor")

    console = make_console(color_scheme="dark")
    page = console.open()
    dark = background(page)
    page.get_by_role("button", name="Theme: auto").click()
    light = background(page)

    assert (dark, light) == ("rgb(16, 20, 27)", "rgb(246, 247, 249)")
    assert background(console.open("clock")) == light


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_what_is_behind_it(make_console, theme):
    page = make_console(color_scheme=theme).open()
    page.get_by_role("button", name="Exchange").first.click()
    page.wait_for_selector(".exchange")

    assert page.evaluate(CONTRAST) == []


def test_planted_markup_is_shown_as_text_everywhere(console, scheduling):
    planted = "<img src=x onerror=alert(1)>"
    scheduling.book(planted, status="Tentative")
    scheduling.book(f"{planted}2", region="<b>me</b>")
    scheduling.client.put(
        f"{CANCEL}?{planted}",
        json={"Id": planted, planted: planted, "CancelReason": {"cancelReasonId": 1, "cancelReasonDesc": planted}},
        headers={"X-Planted": planted},
    )
    scheduling.client.put(CANCEL, content=f"{{{planted}", headers={"Content-Type": "application/json"})
    scheduling.order({"operation": "Login", "status": 503, "body": planted, "content_type": planted})

    for view in SCRIPTED:
        page = console.open(view.path)
        if view.key == "journal":
            for place in (0, 1):
                page.locator("button.open").nth(place).click()
                page.locator(".exchange").nth(place).wait_for()
        if view.key == "changes":
            page.get_by_role("button", name="Poll once").click()
            page.get_by_text("changed.").wait_for()
        assert page.locator("img, main b:text-is('me')").count() == 0
        if view.key in ("journal", "work-items", "changes", "audit", "faults"):
            assert planted in page.locator("main").inner_text(), view.key


def test_a_space_is_looked_at_and_dropped_from_a_console_that_may_be_in_one_itself(console, scheduling):
    for name in ("job-1", "job-2"):
        scheduling.client.put(f"/_space/{name}{CANCEL}", json={"Id": "D-1"})
    page = console.open("spaces")
    page.get_by_role("link", name="job-1").click()
    page.get_by_role("button", name="Exchange 1", exact=True).wait_for()

    page.get_by_role("link", name="Spaces").click()
    assert page.get_by_role("link", name="job-2").evaluate("link => link.pathname") == "/_space/job-2/_emulator/console/"
    page.get_by_role("button", name="Drop job-2").click()
    console.notice("job-2 is gone.")

    assert [space["name"] for space in scheduling.control("GET", "/spaces")] == ["job-1"]


def test_a_control_token_is_given_once_as_a_browser_asks_for_it(browser):
    with morning(control_token="long-enough") as guarded:
        made = Console(browser, guarded.url, http_credentials={"username": "me", "password": "long-enough"})
        made.open("clock").get_by_role("button", name="+ 1 h", exact=True).click()
        made.notice("The clock went on. It is 2026-01-05 11:25:49Z.")
        made.context.close()
