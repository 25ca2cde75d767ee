"""The run as a Markdown summary, as a real reader of GitHub's tables renders it."""

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from contracts.reports.markdown import LARGEST, Markdown, summary
from contracts.reports.markdown_text import block, code, plain, table
from contracts.run.events import Checked
from contracts.run.milestones import Ending, RunFinished
from tests.contracts.reports.stream import (
    BROKEN_RUN,
    KEPT_RUN,
    NASTY,
    RICH_RUN,
    STARTED,
    failure,
    nasty_run,
    planted_run,
    tell_all,
)

READER = MarkdownIt("commonmark").enable("table")
MEAN = "a|b`c``d<img src=x>*e*_f_[g](http://h)@i#1\\|&amp;~~j~~ ![k](l)"


def text_of(events, tmp_path) -> str:
    tell_all(events, Markdown(tmp_path / "summary.md"))
    return (tmp_path / "summary.md").read_text("utf-8")


def tables(text: str) -> list[list[list[str]]]:
    """Read the tables as rows of cells, each as the text that a person sees."""
    found: list[list[list[str]]] = []
    for token in READER.parse(text):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type == "inline" and found and found[-1] and token.level > 3:
            found[-1][-1].append("".join(child.content for child in token.children if not child.content.startswith("<")))
    return found


def test_a_kept_run_begins_with_its_verdict_and_counts(tmp_path):
    text = text_of(KEPT_RUN, tmp_path)

    assert text.startswith(
        "## ✅ Contracts: kept\n\nverdict: kept - all 2 clauses exercised hold; 1,200 cases in 1.5 s, seed 7\n\n"
    )
    assert tables(text)[0] == [
        ["clauses", "kept", "broken", "not exercised"],
        ["documented", "1", "0", "2"],
        ["interface", "1", "0", "0"],
        ["assumed", "0", "0", "1"],
        ["all", "2", "0", "3"],
    ]


def test_a_broken_run_shows_its_failures_and_what_could_not_run(tmp_path):
    text = text_of(BROKEN_RUN, tmp_path)

    assert "## 🚫 Contracts: could not run" in text
    assert "<details><summary><b>F1</b> SB-C-04 SB-C-01: Job J-1 is cancelled again</summary>\n\n```text\nSB-C-04  An" in text
    assert "**Phase codes could not do its work:** <code>KeyError: &#39;code&#39;</code>" in text
    broken = next(found for found in tables(text) if found[0][0] == "clause")
    assert [row[:3] for row in broken[1:]] == [["SB-C-01", "❌ broken", "1,203"], ["SB-C-04", "❌ broken", "3"]]
    assert "a_job_is_cancelled_once 3 of 3 broken" in broken[1][5]


def test_every_clause_is_there_with_its_checks_or_the_reason(tmp_path):
    every = tables(text_of(KEPT_RUN, tmp_path))[-1]

    assert [(row[0], row[-1]) for row in every[1:]] == [
        ("SCH-T-07", "values_arrive 1200"),
        ("SB-C-01", "values_arrive 1200"),
        ("SB-C-04", "no check put it to the test"),
        ("SB-E-03", "no check put it to the test"),
        ("SB-N-01", "the document has no such operation"),
    ]


def test_mapping_codes_and_assumptions_are_tables_that_render(tmp_path):
    found = {rows[0][0]: rows for rows in tables(text_of(RICH_RUN, tmp_path))}

    assert found["operation"][1:] == [
        ["CancelJob", "0", "OK", "a job that is there", "a job that is there"],
        ["CancelJob", "1", "", "not reached", "not reached"],
        ["CancelJob", "646 (not documented)", "Warning", "ordered", "not reached"],
    ]
    mapping = next(rows for rows in tables(text_of(RICH_RUN, tmp_path)) if rows[0][:2] == ["property", "element"])
    row = dict(zip(mapping[0], mapping[1], strict=True))
    assert [row[name] for name in ("property", "element", "usual", "markup", "null", "older spelling")] == [
        "CancelJob Id",
        "jobID",
        "✓",
        "✗",
        "·",
        "–",
    ]
    assert ["CancelJob Id", "markup", "1 of 2", '"<b>"'] in next(
        rows for rows in tables(text_of(RICH_RUN, tmp_path)) if rows[0][:2] == ["property", "way"]
    )
    assumed = next(rows for rows in tables(text_of(RICH_RUN, tmp_path)) if rows[0][-1] == "we assume")
    assert assumed[1] == ["SB-E-03", "error_status", "200", "An error comes with 200."]


@pytest.mark.parametrize("value", [MEAN, NASTY, "```\n~~~", "a\nb\n\n| c |"])
def test_any_value_is_only_text(tmp_path, value):
    text = text_of(planted_run(value), tmp_path)

    for rows in tables(text):
        assert {len(row) for row in rows} == {len(rows[0])}
    tokens = READER.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    assert not {child.type for child in inline} & {"link_open", "image", "code_inline", "hardbreak"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<code>", "</code>"}
    html = "".join(token.content for token in tokens if token.type == "html_block")
    assert set(re.findall(r"<\s*/?\s*(\w+)", html)) <= {"details", "summary", "b"}


def test_a_text_shows_as_it_stands():
    shown = "".join(child.content for child in READER.parseInline(plain(MEAN))[0].children)

    assert shown == MEAN
    # A cell too many would be dropped, so what counts is what is left in the first.
    assert tables(table(["a"], [[code(MEAN)], [plain(MEAN)]])) == [[["a"], [MEAN], [MEAN]]]
    assert code("") == ""


@pytest.mark.parametrize("line", ["```", "````` x", "no fence"])
def test_a_block_holds_any_line(line):
    (fence,) = [token for token in READER.parse(block([line, "after"])) if token.type == "fence"]

    assert fence.content == f"{line}\nafter\n"


def test_a_summary_is_never_larger_than_a_ci_page_takes_and_says_what_it_leaves_out():
    long = [failure(message=f"{chr(97 + n % 26)}{chr(97 + n // 26)} " + "語" * 500, expected="x" * 500) for n in range(80)]
    events = (STARTED, *(Checked(name=f"check {f.message[:2]}", clauses=("SB-C-01",), failures=(f,)) for f in long))

    text = summary(tell_all((*events, RunFinished(seconds=1.0))))

    assert 20_000 < len(text.encode("utf-8")) <= LARGEST
    assert "_The summary ends here, for its size; the other reports have the rest._" in text
    assert text.count("<details>") == text.count("</details>")


def test_a_run_that_did_not_end_says_so(tmp_path):
    assert "> **The run was interrupted" in text_of(
        (*KEPT_RUN[:4], RunFinished(seconds=1, ending=Ending.INTERRUPTED)), tmp_path
    )
    assert "> **The time budget was spent" in text_of(
        (*KEPT_RUN[:-1], RunFinished(seconds=1, ending=Ending.TIME_BUDGET)), tmp_path
    )


def test_a_run_that_never_began_has_a_summary_too(tmp_path):
    assert text_of((), tmp_path).startswith("## ⏹️ Contracts: interrupted\n")


def test_a_missed_clause_is_named(tmp_path):
    text = text_of((replace(STARTED, required=("SB-N-01",)), *KEPT_RUN[1:]), tmp_path)

    assert "## ⚠️ Contracts: incomplete" in text
    noted = next(found for found in tables(text) if found[0][0] == "clause")
    assert [row[0] for row in noted[1:]] == ["SB-N-01"]


def test_a_summary_is_added_to_a_file_that_others_write_to(tmp_path):
    path = tmp_path / "step.md"
    path.write_text("before\n", "utf-8")

    tell_all(KEPT_RUN, Markdown(path, at_the_end=True))
    tell_all(nasty_run(), Markdown(path, at_the_end=True))

    text = path.read_text("utf-8")
    assert text.startswith("before\n## ✅ Contracts: kept")
    assert text.count("Contracts: ") == 2
    assert [each.name for each in tmp_path.iterdir()] == ["step.md"]


def test_a_real_failing_run_makes_a_summary_that_renders(failed):
    folder, _ = failed
    text = (folder / "summary.md").read_text("utf-8")

    assert len(text.encode("utf-8")) <= LARGEST
    found = tables(text)
    assert len(found) >= 7
    for rows in found:
        assert {len(row) for row in rows} == {len(rows[0])}


def test_a_run_that_judges_a_soap_server_alone_tells_of_no_other_door(tmp_path):
    text = text_of((replace(RICH_RUN[0], documents=()), *RICH_RUN[1:]), tmp_path)

    assert "| operation | code | type | by SOAP |\n" in text
    assert "by REST" not in text
