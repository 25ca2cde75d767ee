"""Login: who may call (SCH-L-02)."""

import pytest

from emulator.scheduling.operations.login import Credentials, LoginRefused, log_in

ALLOWED = (
    Credentials(database_user="SCHEMA", password="secret", sp_user="clerk"),
    Credentials(database_user="ÜBER", password="pass word ", sp_user="\U0001f6e0"),
)


def login(database_user: str | None, password: str | None, sp_user: str | None) -> Credentials:
    return Credentials(database_user=database_user, password=password, sp_user=sp_user)


@pytest.mark.parametrize("given", [None, login("", "", ""), login(None, None, None), login("anybody", "at", "all")])
def test_with_no_logins_configured_anybody_may_call(given):
    log_in((), given)


@pytest.mark.parametrize("given", ALLOWED)
def test_each_configured_login_may_call(given):
    log_in(ALLOWED, given)


@pytest.mark.parametrize(
    "given",
    [
        None,
        login(None, None, None),
        login("", "", ""),
        login("schema", "secret", "clerk"),
        login("SCHEMA", "Secret", "clerk"),
        login("SCHEMA", "secret", "Clerk"),
        login("SCHEMA", "secret", None),
        login("SCHEMA", None, "clerk"),
        login(None, "secret", "clerk"),
        login(" SCHEMA", "secret", "clerk"),
        # Parts of two logins are none.
        login("SCHEMA", "pass word ", "clerk"),
        login("ÜBER", "pass word", "\U0001f6e0"),
    ],
)
def test_anything_else_is_refused(given):
    with pytest.raises(LoginRefused):
        log_in(ALLOWED, given)


def test_a_refusal_tells_nothing_and_a_login_keeps_its_password_to_itself():
    with pytest.raises(LoginRefused) as refused:
        log_in(ALLOWED, None)

    assert str(refused.value) == ""
