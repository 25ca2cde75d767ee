"""What a request shows of its caller."""

from base64 import b64encode

import pytest

from contracts.credentials import shows_any
from contracts.document import load

JOC = load("joc")
ACCOUNT, SESSION = JOC.schemes["account"], JOC.schemes["session"]


def basic(text):
    return "Basic " + b64encode(text.encode()).decode()


@pytest.mark.parametrize("value", [basic("root:wrong"), basic(":"), "basic " + basic("a:b").partition(" ")[2]])
def test_a_user_and_a_password_are_shown_wrong_or_not(value):
    assert shows_any(ACCOUNT, value)


@pytest.mark.parametrize("value", [None, "", "Basic", "Basic root:root", basic("root"), "Bearer cm9vdDpyb290", "Basic \u00e9"])
def test_what_is_no_http_basic_shows_nothing(value):
    assert not shows_any(ACCOUNT, value)


def test_any_other_token_is_one_unless_it_is_empty():
    assert shows_any(SESSION, "Bearer x")
    assert not shows_any(SESSION, "")
    assert not shows_any(SESSION, None)


def test_an_operation_can_refuse_in_its_own_way():
    usual, ending = (JOC.credentials_of(JOC.operation(name)) for name in ("version", "logout"))

    assert (usual.missing.status, usual.wrong.status) == (440, 440)
    assert (ending.missing.status, ending.missing.code, ending.wrong.status) == (420, "JOC-420", 440)
