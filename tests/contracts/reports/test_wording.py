"""How a failure reads."""

from dataclasses import replace

import pytest

from contracts.exchange import Response, SoapCall
from contracts.reports.wording import failure_lines, visible
from contracts.run.events import Checked
from contracts.run.milestones import PhaseStarted
from contracts.run.verdict import Verdict
from tests.contracts.reports.stream import KNOWN, STARTED, deep, exchange, failure


def lines(told, *, check: str = "a_check", clauses: tuple[str, ...] = ("SB-C-04",), known=KNOWN) -> list[str]:
    verdict = Verdict(known)
    verdict.add(STARTED)
    verdict.add(PhaseStarted(name="told lives", number=1, of=1))
    verdict.add(Checked(name=check, clauses=clauses, failures=(told,)))
    (group,) = verdict.groups
    return list(failure_lines(group, verdict))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("caf\u00e9 \U0001f600 <b>", "caf\u00e9 \U0001f600 <b>"),
        ("\x00\x1b[2J\r\n\t\x7f\x9b", r"\x00\x1b[2J\r\n\t\x7f\x9b"),
        ("\ud800 \u2028 \u202e \ufeff", r"\ud800 \u2028 \u202e \ufeff"),
    ],
)
def test_what_cannot_be_shown_is_escaped_and_nothing_else(text, shown):
    assert visible(text) == shown


def test_what_is_too_long_is_cut_and_its_length_told():
    assert visible("x" * 5000, longest=10) == "xxxxxxxxxx ... (5,000 characters)"


def test_a_place_that_names_its_check_is_not_named_twice():
    assert "a_job_is_cancelled_once, step 2: body" in lines(
        failure(where="a_job_is_cancelled_once, step 2: body"), check="servicebroker: a_job_is_cancelled_once"
    )
    assert "a_check: step 2: body" in lines(failure(where="step 2: body"))
    assert "a_check" in lines(failure(where=""))


def test_soap_is_shown_without_its_envelope():
    reply = b'<?xml version="1.0"?><s:Envelope xmlns:s="x"><s:Header/><s:Body a="b">\n<r>1</r>\n</s:Body></s:Envelope>'
    call = SoapCall(operation=None, request="no envelope", response="", status=0)
    seen = replace(exchange(), response=Response(status=400, headers={}, body=reply), soap=(call,))

    told = lines(failure(exchange=seen))

    assert "  answer:   400 <r>1</r>" in told
    assert "  soap:     unknown operation no envelope -> no answer" in told


def test_the_command_that_repeats_the_phase_can_be_pasted_into_a_shell():
    assert "  again:    contracts run --seed 7 --phase 'told lives'" in lines(failure())


def test_a_failure_without_values_or_exchange_shows_neither():
    assert lines(failure(expected=None, found=None, exchange=None)) == [
        "SB-C-04  An unknown job is code 1.",
        "a_check: step 2: body.Success",
        "  Job J-1 is cancelled again",
        "  again:    contracts run --seed 7 --phase 'told lives'",
    ]


def test_a_long_clause_is_cut_between_words():
    long = replace(KNOWN["SB-C-04"], says="word " * 100)

    assert lines(failure(), known={"SB-C-04": long})[0] == "SB-C-04  " + "word " * 32 + "..."


def test_a_value_that_is_nested_too_deep_is_told_as_such():
    assert "  found:    <a list that cannot be shown: RecursionError>" in lines(failure(found=deep()))


def test_a_message_of_several_lines_keeps_them():
    told = lines(failure(message="one\n  two\x1b"))

    assert told[2:4] == ["  one", r"    two\x1b"]
