"""Where the pages are, and what stands around them."""

import re
from urllib.parse import urljoin

import pytest
from werkzeug.test import Client

from emulator.console.files import files, version
from emulator.console.views import VIEWS

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_browser_at_the_root_is_led_to_the_console(client: Client) -> None:
    response = client.get("/", headers=HTML)

    assert (response.status_code, response.headers["Location"], response.headers["Vary"]) == (
        302,
        "/_emulator/console/",
        "Accept",
    )


def test_the_way_to_the_console_stays_below_the_prefix_of_whoever_serves(client: Client) -> None:
    assert (
        client.get("/", headers=HTML, environ_overrides={"SCRIPT_NAME": "/team"}).headers["Location"]
        == "/team/_emulator/console/"
    )
    assert (
        client.get("/_emulator/console", environ_overrides={"SCRIPT_NAME": "/team"}).headers["Location"]
        == "/team/_emulator/console/"
    )


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_who_is_no_browser_is_told_in_text_where_soap_is(client: Client, accept: str) -> None:
    response = client.get("/", headers={"Accept": accept})

    assert response.status_code == 404
    assert "SOAP is at /soap" in response.text


def test_the_wsdl_is_still_at_the_root_for_a_browser(client: Client) -> None:
    assert client.get("/?wsdl", headers=HTML).text.startswith("<?xml")


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_each_view_is_a_page_with_landmarks_one_heading_and_itself_marked_in_the_navigation(client: Client, view) -> None:
    response = client.get(f"/_emulator/console/{view.path}")

    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    assert response.headers["Cache-Control"] == "no-store"
    text = response.text
    assert text.count("<h1") == text.count("<main ") == text.count('<nav aria-label="Console"') == 1
    assert re.findall(r'aria-current="page">([^<]*)', text) == [view.name]
    assert '<html lang="en"' in text


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_a_page_asks_only_for_files_that_are_there_and_all_its_links_are_relative(client: Client, view) -> None:
    text = client.get(f"/_emulator/console/{view.path}").text

    links = set(re.findall(r'(?:href|src)="([^"]*)"', text))
    assert not [link for link in links if re.match(r"/|[a-z]+:", link)]
    for link in links - {"#main"}:
        assert client.get(urljoin(f"/_emulator/console/{view.path}", link)).status_code == 200, link


def test_a_policy_allows_a_page_its_own_files_and_nothing_that_stands_inside_it(client: Client) -> None:
    response = client.get("/_emulator/console/")

    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert "<style" not in response.text
    assert not re.search(r"<script(?![^>]*src=)|style=|\son[a-z]+=", response.text)


@pytest.mark.parametrize("name", sorted(files()))
def test_a_file_is_kept_by_its_reader_for_ever_because_its_address_changes_with_it(client: Client, name: str) -> None:
    address = f"/_emulator/console/assets/{version()}/{name}"
    response = client.get(address)

    expected = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
    assert (response.status_code, response.content_type) == (200, expected[name.rpartition(".")[2]])
    assert "immutable" in response.headers["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert client.get(f"/_emulator/console/assets/0/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["nowhere", "assets/../application.py", "documents/../pyproject.yaml", "reference/nowhere", "data/operations/x.json"],
)
def test_what_is_not_there_is_told_in_a_line(client: Client, path: str) -> None:
    response = client.get(f"/_emulator/console/{path}", headers=HTML)

    assert (response.status_code, response.content_type) == (404, "text/plain; charset=utf-8")
    assert response.text.count("\n") == 1


def test_pages_are_only_looked_at(client: Client) -> None:
    response = client.post("/_emulator/console/")

    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_an_unknown_path_cannot_plant_markup_in_the_answer(client: Client) -> None:
    assert client.get("/_emulator/console/<script>alert(1)</script>").content_type.startswith("text/plain")
