"""A text with its secrets as variables, and filled in again."""

import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.secrecy.variables import VARIABLE, filled, forms_of, written

TOKEN = "s3cr3t-Kn0ck & <Brok3r>"
NAMED = {"CONTRACTS_BEARER": TOKEN, "CONTRACTS_HEADER_X": "Basic dXNlcjpwYXNz"}
FORMS = [form for name, value in NAMED.items() for form in forms_of(name, value)]


def hidden(text):
    return written(text, FORMS)


@pytest.mark.parametrize(
    ("text", "with_variables"),
    [
        (f"Bearer {TOKEN}", "Bearer ${CONTRACTS_BEARER}"),
        (f"Bearer {TOKEN}x", "Bearer ${CONTRACTS_BEARER}x"),
        (f"Bearer {TOKEN[:-1]}", "Bearer ${CONTRACTS_BEARER:0:22}"),
        ("s3cr3t-KnXck & <Brok3r>", "${CONTRACTS_BEARER:0:9}X${CONTRACTS_BEARER:10:13}"),
        (TOKEN.upper(), "${CONTRACTS_BEARER_UPPER}"),
        (TOKEN.swapcase(), "${CONTRACTS_BEARER_SWAPPED}"),
        ("s3cr3t-Kn0ck &amp; &lt;Brok3r&gt;", "${CONTRACTS_BEARER_XML}"),
        ("?t=s3cr3t-Kn0ck%20%26%20%3CBrok3r%3E", "?t=${CONTRACTS_BEARER_URL}"),
        ("Basic dXNlcjpwYXNz", "${CONTRACTS_HEADER_X}"),
        ("basic dXNlcjpwYXNz", "${CONTRACTS_HEADER_X_LOWER:0:7}${CONTRACTS_HEADER_X:7:11}"),
        ("dXNlcjpwYXNz", "${CONTRACTS_HEADER_X_TOKEN}"),
        ("nothing of it, ${OTHER} and ${CONTRACTS_OTHER:0:1}", "nothing of it, ${OTHER} and ${CONTRACTS_OTHER:0:1}"),
    ],
)
def test_what_gives_a_secret_away_is_written_with_variables_and_comes_back_letter_by_letter(text, with_variables):
    assert hidden(text) == with_variables
    assert filled(with_variables, NAMED) == text


@given(
    before=st.text(max_size=8),
    mask=st.lists(st.sampled_from(["as it is", "upper", "lower", "changed", "left out"]), min_size=23, max_size=23),
    after=st.text(max_size=8),
)
def test_whatever_is_done_to_a_secret_comes_back_as_it_was(before, mask, after):
    change = {"as it is": str, "upper": str.upper, "lower": str.lower, "changed": lambda _: "ß", "left out": lambda _: ""}
    text = before + "".join(change[how](letter) for how, letter in zip(mask, TOKEN, strict=True)) + after

    assert filled(hidden(text), NAMED) == text


def test_no_half_of_a_secret_is_left_to_read_after_any_single_change():
    for at in range(len(TOKEN)):
        shown = VARIABLE.sub("", hidden(f"{TOKEN[:at]}~{TOKEN[at + 1 :]}"))

        assert len(shown) <= 2, (at, shown)


def test_a_secret_of_another_length_is_spoiled_in_the_same_way():
    assert filled(hidden(f"{TOKEN}x"), {"CONTRACTS_BEARER": "another one"}) == "another onex"


def test_a_shell_reads_the_variables_as_they_are_meant():
    if shutil.which("bash") is None:
        pytest.skip("there is no bash on this machine")
    text = hidden("s3cr3t-KnXck & <Brok3r>")

    said = subprocess.run(
        ["bash", "-c", f'printf %s "{text}"'], env={"CONTRACTS_BEARER": TOKEN}, capture_output=True, text=True, timeout=30
    )

    assert said.stdout == "s3cr3t-KnXck & <Brok3r>"
