"""Login: who may call (SCH-L-02, SCH-L-03)."""

from collections.abc import Collection
from hmac import compare_digest

from emulator.made_often import made_often


@made_often(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The three parts of a login; a missing part is None."""

    database_user: str | None
    password: str | None
    sp_user: str | None


class LoginRefused(Exception):  # noqa: N818 - a refusal is a reply, not a failure
    """Say that the login is missing or wrong; the code of the reply is a setting, since no public page gives a number."""


def log_in(allowed: Collection[Credentials], given: Credentials | None) -> None:
    """Accept the credentials, or raise LoginRefused. With none configured, any login and none are accepted."""
    if not allowed:
        return
    # Every login and every part of it is compared, so that the time taken does not tell which one was wrong.
    matches = [_same(given, one) for one in allowed] if given is not None else []
    if not any(matches):
        raise LoginRefused


def _same(given: Credentials, allowed: Credentials) -> bool:
    pairs = (
        (given.database_user, allowed.database_user),
        (given.password, allowed.password),
        (given.sp_user, allowed.sp_user),
    )
    equal = [mine is not None and compare_digest(mine.encode(), (theirs or "").encode()) for mine, theirs in pairs]
    return all(equal)
