"""The run as one HTML page: all of it, nothing from outside, and every value as text."""

import re
from dataclasses import replace

import pytest
from lxml import html

from contracts.document import load
from contracts.exchange import SoapCall
from contracts.reports.html import Html
from contracts.run.events import Checked
from contracts.run.milestones import Ending, RunFinished
from contracts.strategies.ways import Way
from tests.contracts.reports.stream import (
    BROKEN_RUN,
    KEPT_RUN,
    NASTY,
    RICH_RUN,
    STARTED,
    exchange,
    failure,
    nasty_run,
    planted_run,
    tell_all,
)

DOCUMENTS = (load("servicebroker"),)
MARKUP = "</script></style></pre></title>--><img src=x onerror=alert(1)><script>alert(1)</script>\"'>&amp;{{7*7}}"


@pytest.fixture
def written(tmp_path):
    def write(events, documents=DOCUMENTS):
        tell_all(events, Html(tmp_path / "contracts.html", documents))
        assert [path.name for path in tmp_path.iterdir()] == ["contracts.html"]
        return html.fromstring((tmp_path / "contracts.html").read_text("utf-8"))

    return write


def text(element) -> str:
    return " ".join(element.text_content().split())


def rows(page, name):
    return [[text(cell) for cell in row] for row in page.cssselect(f"table.{name} tbody tr")]


def test_the_verdict_comes_first_with_its_numbers(written):
    page = written(KEPT_RUN)

    assert text(page.cssselect("h1")[0]) == "✓Kept"
    assert text(page.cssselect(".verdict .line")[0]) == "all 2 clauses exercised hold; 1,200 cases in 1.5 s, seed 7"
    assert [text(tile) for tile in page.cssselect(".tile")] == [
        "2 clauses kept",
        "0 clauses broken",
        "3 clauses not exercised",
        "1,200 cases in 1.5 s",
    ]
    assert page.cssselect("#failures") == []


def test_every_clause_has_its_standing_basis_cases_and_checks_or_the_reason(written):
    page = written(RICH_RUN)

    assert rows(page, "clauses") == [
        ["SCH-T-07", "kept", "interface", "1,200", "A business error is a reply. 1 check values_arrive 1,200"],
        ["SB-C-01", "kept", "documented", "1,200", "Id becomes jobID. 1 check values_arrive 1,200"],
        [
            "SB-C-04",
            "not exercised",
            "documented",
            "–",
            "An unknown job is code 1. Not exercised: no check put it to the test.",
        ],
        [
            "SB-E-03",
            "not exercised",
            "assumederror_status=200",
            "–",
            "An error comes with 200. Not exercised: no check put it to the test.",
        ],
        [
            "SB-N-01",
            "not exercised",
            "documented",
            "–",
            "Changes are told. Not exercised: the document has no such operation.",
        ],
    ]
    assert rows(page, "assumed") == [["SB-E-03", "error_status", "200", "An error comes with 200."]]


def test_the_mapping_is_a_matrix_with_examples(written):
    page = written(RICH_RUN)

    matrix = rows(page, "matrix")
    assert [row[0] for row in matrix] == ["CancelJob IdjobID", "CancelJob Reason.textno element"]
    marks = dict(zip([way.word for way in Way], matrix[0][1:], strict=True))
    assert (marks["usual"], marks["markup"], marks["null"], marks["older spelling"]) == (
        "✓kept",
        "✗broken",
        "·not tried",
        "–does not apply",
    )
    ways = [[text(cell) for cell in row] for row in page.cssselect("#mapped-1 tbody tr")]
    assert ["markup", "broken in 1", "2", '"<b>"'] in ways
    assert ["older spelling", "does not apply", "–", "there is none"] in ways
    assert ["null", "not tried", "–", "no phase of this run tried it"] in ways
    assert [each.get("open") is not None for each in page.cssselect("details.mapped")] == [True, False]


def test_the_codes_say_how_they_were_reached(written):
    assert rows(written(RICH_RUN), "codes") == [
        ["CancelJob", "0", "OK", "a job that is there", "a job that is there"],
        ["CancelJob", "1", "–", "not reached", "not reached"],
        ["CancelJob", "646", "Warning not documented", "ordered", "–"],
    ]


def test_the_phases_have_their_times(written):
    assert rows(written(BROKEN_RUN), "phases") == [
        ["mapping", "finished", "1,203", "3", "1.2 s", "962", ""],
        ["codes", "could not run: KeyError: 'code'", "0", "0", "0.5 s", "", ""],
    ]


def test_a_failure_shows_both_halves_with_the_place_marked(written):
    message = "<e:Envelope><e:Body><p:JobCancelRequest><jobID>J-2</jobID></p:JobCancelRequest></e:Body></e:Envelope>"
    call = SoapCall(operation="CancelJob", request=message, response="<ok/>", status=200)
    told = failure(where="JobCancelRequest/jobID", expected="J-1", found="J-2", exchange=replace(exchange(), soap=(call,)))

    page = written((*KEPT_RUN[:2], Checked(name="a", clauses=("SB-C-01",), failures=(told,)), KEPT_RUN[-1]))

    (card,) = page.cssselect("#F1")
    assert [text(each) for each in card.cssselect("figcaption")] == [
        "REST PUT /up/v5/rest/scheduling/CancelJob",
        "SOAP CancelJob",
        "REST answered 200",
        "SOAP answered 200",
    ]
    assert [text(each) for each in card.cssselect(".halves mark")] == ['"Id": "J-1"', "<jobID>J-2</jobID>"]
    assert [text(each) for each in card.cssselect(".compare mark")] == ["1", "2"]
    assert re.search(r"promised in.*openapi/servicebroker\.yaml:\d+", text(card))
    assert "curl -X PUT http://127.0.0.1:8010/up/v5/rest/scheduling/CancelJob" in text(card.cssselect(".again pre")[0])
    assert [text(each) for each in card.cssselect(".again summary")] == [
        "curl",
        "the phase again",
        "raw envelope",
        "zeep",
    ]


def test_many_failures_have_an_index_and_only_the_first_are_open(written):
    checks = [Checked(name=f"check_{chr(97 + n)}", clauses=("SB-C-01",), failures=(failure(),)) for n in range(8)]

    page = written((STARTED, *checks, RunFinished(seconds=1)))

    assert [each.get("href") for each in page.cssselect(".index a")] == [f"#F{n}" for n in range(1, 9)]
    assert [each.get("open") is not None for each in page.cssselect(".exchange")] == [True] * 5 + [False] * 3


def test_a_run_that_did_not_end_says_so(written):
    page = written((*KEPT_RUN[:4], RunFinished(seconds=1, ending=Ending.INTERRUPTED)))

    assert text(page.cssselect("h1")[0]) == "!Interrupted"
    assert text(page.cssselect(".shortened")[0]).startswith("The run was interrupted")


@pytest.mark.parametrize("value", [MARKUP, NASTY])
def test_a_value_with_markup_in_every_field_is_only_text(written, value):
    page = written(planted_run(value))

    assert len(page.cssselect("script")) == len(page.cssselect("style")) == 1
    assert page.cssselect("img, iframe, object, embed, link, base") == []
    assert [name for element in page.iter() for name in element.attrib if name.startswith("on")] == []
    assert "49" not in page.text_content()
    shown = page.text_content()
    assert shown.count("alert(1)") > 20 or value is NASTY
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe]", shown)


@pytest.mark.parametrize("events", [(), KEPT_RUN, RICH_RUN, BROKEN_RUN, nasty_run(), planted_run(MARKUP)])
def test_nothing_comes_from_outside(written, events):
    page = written(events)

    for element in page.iter():
        for name in ("src", "href", "action", "data", "poster", "srcset", "background", "formaction", "xlink:href"):
            assert element.get(name, "#").startswith("#")
    policy = page.cssselect("meta[http-equiv=Content-Security-Policy]")[0].get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    style, script = page.cssselect("style")[0].text, page.cssselect("script")[0].text
    assert not re.search(r"url\(|@import|https?:", style)
    assert not re.search(r"https?:|fetch\(|XMLHttpRequest|import\(|eval\(|innerHTML", script)


def test_each_id_is_there_once_and_each_link_leads_somewhere(written):
    page = written(BROKEN_RUN)

    ids = [element.get("id") for element in page.cssselect("[id]")]
    assert len(ids) == len(set(ids))
    links = {link.get("href")[1:] for link in page.cssselect("a[href^='#']") if not link.get("href").startswith("#filter:")}
    assert links <= set(ids)


def test_tables_and_controls_have_names_for_who_cannot_see_them(written):
    page = written((*RICH_RUN[:-1], *BROKEN_RUN[3:4], RICH_RUN[-1]))

    assert page.get("lang") == "en"
    for region in page.cssselect("[role=region]"):
        assert region.get("aria-label") or page.get_element_by_id(region.get("aria-labelledby")) is not None
        assert region.get("tabindex") == "0"
    for control in page.cssselect("input, select"):
        assert text(control.getparent())
    for heading in page.cssselect("thead th"):
        assert heading.get("scope") == "col"
        assert text(heading)
    assert all(row.cssselect("th[scope=row]") for row in page.cssselect("tbody tr"))


def test_a_real_failing_run_fits_into_a_megabyte(failed):
    folder, verdict = failed
    content = (folder / "contracts.html").read_bytes()

    assert len(content) < 1_000_000
    page = html.fromstring(content.decode("utf-8"))
    assert len(page.cssselect("article.failure")) == min(100, len(list(verdict.groups)))
    marked = {text(each) for each in page.cssselect(".halves mark")}
    assert '"Code": "9",' in marked


SOAP_ALONE = replace(RICH_RUN[0], documents=())


def test_a_run_that_judges_a_soap_server_alone_tells_of_no_other_door(written):
    page = written((SOAP_ALONE, *RICH_RUN[1:]))

    assert [text(each) for each in page.cssselect("table.codes thead th")] == ["Operation", "Code", "Type", "By SOAP"]
    assert rows(page, "codes")[0] == ["CancelJob", "0", "OK", "a job that is there"]


def test_what_went_straight_to_the_soap_server_stands_beside_its_answer(written):
    message = b"<e:Envelope><e:Body><p:JobCancelRequest><jobID>J-2</jobID></p:JobCancelRequest></e:Body></e:Envelope>"
    told = failure(where="", exchange=replace(exchange(message, b"<e:Fault/>"), soap=()))

    page = written((*KEPT_RUN[:2], Checked(name="a", clauses=("SB-C-01",), failures=(told,)), KEPT_RUN[-1]))

    (card,) = page.cssselect("#F1")
    assert [text(each) for each in card.cssselect("figcaption")] == [
        "SOAP PUT /up/v5/rest/scheduling/CancelJob",
        "SOAP answered 200",
    ]
    assert text(card.cssselect(".exchange summary")[0]) == "The exchange, the request beside its answer"


def test_a_request_without_a_body_shows_its_headers_and_no_empty_lines(written):
    told = failure(exchange=exchange(b""))

    page = written((*KEPT_RUN[:2], Checked(name="a", clauses=("SB-C-01",), failures=(told,)), KEPT_RUN[-1]))

    assert page.cssselect("#F1 .half pre")[0].text_content().rstrip("\n").splitlines() == ["Content-Type: application/json"]
