"""The run as a person sees it."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from contracts.exchange import SoapCall
from contracts.reports.console import MOST_LINES, ConsoleReport
from contracts.reports.live import LivePhase
from contracts.run.events import Checked, NotExercised, Progress
from contracts.run.milestones import Ending, PhaseFinished, PhaseSkipped, PhaseStarted, RunFinished
from contracts.strategies.ways import Way
from tests.contracts.reports.stream import (
    BROKEN_RUN,
    KEPT_RUN,
    NASTY,
    RICH_RUN,
    RICH_STARTED,
    STARTED,
    exchange,
    failure,
    nasty_run,
    planted_run,
    tell_all,
)


def told(events, *, width: int = 100, clock=lambda: 0.0, terminal: bool = False, environ=None, **options) -> str:
    file = io.StringIO()
    console = Console(file=file, width=width, highlight=False, emoji=False, force_terminal=terminal, _environ=environ or {})
    tell_all(events, ConsoleReport(console, clock=clock, **options))
    return file.getvalue()


def test_a_run_that_keeps_everything_shows_phases_and_what_was_not_exercised_and_the_verdict():
    assert told(KEPT_RUN) == (
        "contracts 0.1.0: servicebroker\n"
        "target   the emulator in this process\n"
        "profile  quick, seed 7\n"
        "\n"
        "[1/1] mapping  1,200 cases, all kept, 1.2 s\n"
        "\n"
        "clause    verdict           cases  basis       says, or why it was not exercised\n"
        "SB-N-01   not exercised         -  documented  the document has no such operation\n"
        "\n"
        "not exercised, no check put them to the test\n"
        "documented  SB-C-04\n"
        "assumed     SB-E-03\n"
        "\n"
        "clauses                    kept         broken  not exercised\n"
        "documented                    1              0              2\n"
        "interface                     1              0              0\n"
        "assumed                       0              0              1\n"
        "of scheduling                 1              0              0\n"
        "of servicebroker              1              0              3\n"
        "all                           2              0              3\n"
        "\n"
        "verdict: kept - all 2 clauses exercised hold; 1,200 cases in 1.5 s, seed 7\n"
    )


def test_verbose_shows_every_clause_that_the_run_spoke_of():
    assert (
        "\nclause    verdict           cases  basis       says, or why it was not exercised\n"
        "SCH-T-07  kept              1,200  interface   A business error is a reply.\n"
        "SB-C-01   kept              1,200  documented  Id becomes jobID.\n"
        "SB-N-01   not exercised         -  documented  the document has no such operation\n"
    ) in told(KEPT_RUN, verbose=True)


def test_a_run_that_breaks_shows_each_kind_of_failure_once_and_what_could_not_run():
    text = told(BROKEN_RUN)

    assert (
        "[1/2] mapping  1,203 cases, 3 failures, 1.2 s\n"
        "[2/2] codes    could not run: KeyError: 'code'\n"
        "\n"
        "F1  SB-C-04  An unknown job is code 1.\n"
        "    SB-C-01  Id becomes jobID.\n"
        "    a_job_is_cancelled_once: step 2: body.Success\n"
        "      Job J-1 is cancelled again\n"
        "      expected: False\n"
        "      found:    True\n"
        '      answer:   200 {"Success":true}\n'
        "      soap:     CancelJob <a/> -> 200\n"
        "      curl:     curl -X PUT http://127.0.0.1:8010/up/v5/rest/scheduling/CancelJob "
        "-H 'Content-Type: application/json' --data-binary '{\"Id\":\"J-1\"}'\n"
        "      again:    contracts run --seed 7 --phase mapping\n"
        "      seen:     3 times in mapping of CancelJob\n"
        "\n"
        "phase codes could not do its work: KeyError: 'code'\n"
        "    Traceback\n"
        "      KeyError: 'code'\n"
    ) in text
    assert text.endswith("\nverdict: could not run - 1 phase could not do the work: codes; 1,203 cases in 2.0 s, seed 7\n")


def test_a_broken_verdict_names_the_clauses():
    assert told((*BROKEN_RUN[:5], BROKEN_RUN[-1])).endswith(
        "\nverdict: broken - 2 of 3 clauses exercised do not hold: SB-C-01 SB-C-04; 1,203 cases in 2.0 s, seed 7\n"
    )


def test_an_interrupted_run_says_so_and_counts_what_it_has():
    text = told(
        (*KEPT_RUN[:4], PhaseSkipped(name="codes", reason="interrupted"), RunFinished(seconds=1, ending=Ending.INTERRUPTED))
    )

    assert "codes    skipped: interrupted\n" in text
    assert text.endswith(
        "\nverdict: interrupted - 2 clauses exercised until then, 0 of them broken; 1,200 cases in 1.0 s, seed 7\n"
    )


def test_a_phase_that_leaves_something_out_says_so_at_once():
    event = NotExercised(name="mapping: the rest", clauses=(), reason="the time budget was spent")

    assert "\n[1/1] mapping  mapping: the rest: the time budget was spent\n" in told((*KEPT_RUN[:3], event, *KEPT_RUN[3:]))


def test_a_phase_that_tests_nothing_is_not_told_as_kept():
    text = told((STARTED, PhaseStarted(name="codes", number=2, of=2), PhaseFinished(name="codes", seconds=0), KEPT_RUN[-1]))

    assert "\n[2/2] codes    nothing put to the test, 0.0 s\n" in text


def test_a_run_that_spent_its_time_says_so():
    assert ", time budget spent, seed 7\n" in told((*KEPT_RUN[:-1], RunFinished(seconds=9, ending=Ending.TIME_BUDGET)))


def test_a_run_that_tested_nothing_has_no_table():
    assert told((STARTED, RunFinished(seconds=1))).endswith(
        "seed 7\n\n\nverdict: could not run - nothing was put to the test; 0 cases in 1.0 s, seed 7\n"
    )


def test_without_a_terminal_a_long_phase_gives_a_sign_of_life_every_few_seconds():
    seconds = iter([0.0, 1.0, 4.0, 6.0, 6.0, 8.0, 99.0, 99.0, 99.0])
    signs = [Progress(doing="CancelJob.Id", cases=n) for n in (1, 10, 2000, 3000)]

    text = told(
        (STARTED, PhaseStarted(name="mapping", number=1, of=1), *signs, RunFinished(seconds=9)), clock=lambda: next(seconds)
    )

    assert re.findall(r".* \.\.\. .*", text) == [
        "[1/1] mapping  ... CancelJob.Id, 2,000 cases",
    ]


def test_no_more_than_twenty_kinds_of_failure_are_shown():
    checks = [Checked(name=f"check_{chr(97 + n)}", clauses=("SB-C-01",), failures=(failure(),)) for n in range(23)]

    text = told((STARTED, *checks, RunFinished(seconds=1)))

    assert "\nF20  SB-C-01" in text
    assert "\nF21 " not in text
    assert "\nand 3 more kinds of failure; --report-dir writes them all\n" in text


@pytest.mark.parametrize("terminal", [False, True])
def test_no_value_can_write_to_the_terminal_by_itself(terminal):
    text = told(nasty_run(), terminal=terminal)

    without_styles = re.sub(r"\x1b\[(?:[0-9;]*[mAK]|\?25[lh]|[0-9]K)|\r", "", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]", without_styles)
    assert r"message \x00\x1b[31m\ud800<&]]>" + "\U0001f600" + r"\ufffe" in without_styles


def test_markup_of_the_console_in_a_value_is_only_text():
    assert "[bold red]x[/bold red]" in told(
        (STARTED, Checked(name="[bold red]x[/bold red]", clauses=(), failures=(failure(),)), RunFinished(seconds=1))
    )


def test_a_line_of_a_table_is_cut_to_the_width_of_the_console():
    lines = told(KEPT_RUN, width=60, verbose=True).splitlines()

    assert "SB-C-01   kept              1,200  documented  Id becomes j…" in lines
    assert NASTY not in lines


def test_mapping_and_codes_are_a_line_each_and_what_is_broken_is_shown():
    text = told(RICH_RUN, width=120)

    assert (
        "property              1  2  3  4  5  6  7  8  9  10  11  12  13  14  15  16\n"
        "CancelJob Id → jobID  ✓  ·  ·  ·  ·  ·  ·  ·  ·   ·   ✗   ·   ·   ·   ·   –\n"
        "✗ broken  ✓ kept  · not tried  – does not apply\n"
        "mapping  2 properties in 3 ways: 1 broken; 1 do not apply, 28 not tried  (--mapping shows each)\n"
        "codes    2 documented codes: not reached by SOAP: CancelJob 1; not reached by REST: CancelJob 1; 1 other\n"
    ) in text


def test_the_mapping_can_be_asked_for_whole():
    text = told(RICH_RUN, width=200, mapping=True)

    heading = next(line for line in text.splitlines() if line.startswith("property"))
    assert [way.heading for way in Way] == re.split(" {2,}", heading)[1:]
    assert "\nCancelJob Id → jobID" in text
    assert "\nCancelJob Reason.text → nothing" in text
    assert "(--mapping shows each)" not in text


def test_on_a_narrow_console_the_ways_are_numbers_and_properties_stand_under_their_operation():
    lines = told(RICH_RUN, width=80, mapping=True).splitlines()

    start = lines.index("CancelJob")
    assert lines[start + 1].startswith("  Id      ")
    assert lines[start + 2].startswith("  .text   ")
    assert any(line.startswith("1 usual  2 absent  3 null") for line in lines)
    assert max(len(line) for line in lines[start - 4 : start + 4]) <= 80


def test_a_console_that_knows_ascii_alone_gets_ascii_signs():
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    console = Console(file=file, width=140, highlight=False, emoji=False, _environ={})

    tell_all(RICH_RUN, ConsoleReport(console, mapping=True))

    file.flush()
    text = file.buffer.getvalue().decode("ascii")
    assert "CancelJob Id -> jobID" in text
    assert "X broken  + kept  . not tried  - does not apply" in text


def test_verbose_shows_every_code_and_how_it_was_reached():
    text = told(RICH_RUN, width=120, verbose=True)

    assert re.search(r"\nCancelJob +0 +OK +a job that is there +a job that is there\n", text)
    assert re.search(r"\nCancelJob +1 +- +not reached +not reached\n", text)
    assert re.search(r"\nCancelJob +646 +Warning +ordered +not reached\n", text)


def test_a_run_without_codes_says_nothing_of_them():
    assert "codes" not in told(KEPT_RUN)


def test_an_assumption_is_shown_with_the_value_in_force():
    event = Checked(name="a", clauses=("SB-E-03",), cases=1)

    assert "assumed (error_status=200)  An error comes with 200." in told((RICH_STARTED, event, KEPT_RUN[-1]), verbose=True)


def test_a_run_that_misses_what_was_required_says_what_and_why():
    text = told((replace(STARTED, required=("SB-N-01", "SB-C-01")), *KEPT_RUN[1:]))

    assert "\nrequired, and not exercised\nSB-N-01   documented  the document has no such operation\n" in text
    assert text.endswith("\nverdict: incomplete - 1 required clause not exercised: SB-N-01; 1,200 cases in 1.5 s, seed 7\n")


@pytest.mark.parametrize("width", [80, 140])
def test_no_line_of_a_table_is_wider_than_the_console(width):
    lines = told(planted_run("a long word " * 20), width=width, verbose=True).splitlines()

    mapping, codes, clauses = (
        next(number for number, line in enumerate(lines) if line.startswith(heading))
        for heading in ("property ", "operation ", "clause ")
    )
    assert max(map(len, [*lines[mapping : mapping + 4], *lines[codes : codes + 2], *lines[clauses : clauses + 3]])) <= width


def test_colours_are_for_those_who_want_them():
    assert "\x1b[31m" in told(BROKEN_RUN, terminal=True, environ={"TERM": "xterm-256color"})
    assert "\x1b[31m" not in told(BROKEN_RUN, terminal=True, environ={"TERM": "xterm-256color", "NO_COLOR": "1"})


def test_on_a_terminal_the_phase_at_work_shows_its_cases_its_rate_and_who_waits():
    now = [0.0]
    file = io.StringIO()
    console = Console(file=file, width=100, force_terminal=True, highlight=False, _environ={"TERM": "xterm"})
    live = LivePhase(console, lambda: now[0])

    live.phase("[1/3] mapping ", ["codes", "told lives"])
    now[0] = 2.0
    live.doing("CancelJob.Id", 300)
    console.print(live.shown())

    assert re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue()).splitlines() == [
        "⠋ [1/3] mapping  300 cases, 150/s, 2.0 s  CancelJob.Id",
        "  then codes, told lives",
    ]


def test_what_a_terminal_showed_of_a_phase_is_gone_when_it_is_over():
    text = told(KEPT_RUN, terminal=True, environ={"TERM": "xterm"})

    assert "\x1b[?25h" in text
    assert text.rindex("\x1b[?25h") < text.rindex("verdict: kept")


def test_a_dumb_terminal_gets_plain_lines():
    assert "\x1b" not in told(KEPT_RUN, terminal=True, environ={"TERM": "dumb"})


def test_verbose_shows_what_to_paste_to_see_a_failure_again_each_within_a_screen():
    message = "<e:Envelope>\n" + "<a/>\n" * 100 + "</e:Envelope>"
    call = SoapCall(operation="CancelJob", request=message, response="<ok/>", status=200)
    event = Checked(name="a", clauses=("SB-C-01",), failures=(failure(exchange=replace(exchange(), soap=(call,))),))

    events = (*KEPT_RUN[:2], event, KEPT_RUN[-1])
    text = told(events, verbose=True)

    for name in ("curl", "the phase again", "raw envelope", "zeep"):
        assert f"\n    {name}:\n" in text
        assert f"\n    {name}:\n" not in told(events)
    assert "\ncurl -X PUT http://127.0.0.1:8010/up/v5/rest/scheduling/CancelJob" in text
    assert text.count("\n<a/>") == MOST_LINES - 1
    assert re.search(r"\n    and \d+ lines more; --report-dir writes them all\n", text)
