"""Who is logged in, by the emulator's clock: before R12 until an hour went by unused, from R12 for two hours (CRM-A-01)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest, digest
from typing import Any

from emulator.clock import Clock
from emulator.facades.crm_com.ids import id_of
from emulator.facades.crm_com.refusals import Refusal, Refused
from emulator.facades.json_web_token import read_token, write_token
from emulator.facades.records import Notes, Records
from emulator.mapping.crm_com import R12, Release
from emulator.settings_crm_com import CrmUser

ISSUER = "emulator/crm-com"
IDLE_SECONDS = 60 * 60
WHOLE_SECONDS = 2 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A user who is logged in; the unit is the one that he works for."""

    username: str
    person_name: str
    organisation: str
    unit: str


class Sessions:
    """Log users in and out, and know them by their tokens."""

    def __init__(
        self,
        users: Iterable[CrmUser],
        *,
        records: Records,
        clock: Clock,
        random: Callable[[int], bytes],
        release: Release,
    ) -> None:
        self._users = [_User(row) for row in users]
        self._records = records
        self._random = random
        self._clock = clock
        self._tokens: _Tokens = _WebTokens() if release >= R12 else _HexTokens()

    def log_in(self, username: str, password: str, organisation: str, unit: str | None) -> str:
        """Give a token; raise Refused where no user has these credentials. The unit may be named by its id or its name."""
        # Every one is compared, and each in constant time, so that nothing is learnt from how long it takes.
        found = [user for user in self._users if user.is_known_by(username, password, organisation)]
        if not found or unit not in (None, found[0].session.unit, id_of("unit", found[0].session.unit)):
            raise Refused(
                Refusal.INVALID_CREDENTIALS,
                "username, password, organisation and unit",
                "must be a user's",
                expected="those of a user of the setting crm_users",
                found="others",
            )
        new_id = self._random(16).hex().upper()
        with self._records.notes() as notes:
            return self._tokens.make(notes, found[0], new_id, self._clock.now().timestamp())

    def of(self, token: str | None) -> Session:
        """Find who shows a token; raise Refused. A token of before R12 lives on from here."""
        with self._records.notes() as notes:
            session = self._tokens.session(notes, token, self._users, self._clock.now().timestamp()) if token else None
        if session is not None:
            return session
        raise Refused(
            Refusal.INVALID_TOKEN,
            "token",
            "must be one that was given out and is good",
            expected="a token of authentication/token, in the body of a POST or the query of a GET",
            found="another" if token else "none",
        )

    def release(self, token: str | None) -> None:
        """End a token; raise Refused for one that is not good."""
        self.of(token)
        assert token is not None
        with self._records.notes() as notes:
            self._tokens.end(notes, token, self._users)


class _User:
    def __init__(self, row: CrmUser) -> None:
        self.session = Session(username=row.username, person_name=row.person_name, organisation=row.organisation, unit=row.unit)
        self._known_by = tuple(_bytes(text) for text in (row.username, row.password, row.organisation))
        self._key = digest(row.password.encode(), f"{ISSUER} {row.organisation} {row.username}".encode(), sha256)

    def is_known_by(self, *given: str) -> bool:
        """Compare all three, also when the first is wrong."""
        same = [compare_digest(ours, _bytes(theirs)) for ours, theirs in zip(self._known_by, given, strict=True)]
        return all(same)

    def is_called(self, username: str, organisation: str) -> bool:
        """Whether this is the user of that name in that organisation."""
        return (self.session.username, self.session.organisation) == (username, organisation)

    def write(self, claims: Mapping[str, Any]) -> str:
        """Sign claims about this user."""
        return write_token(claims, self._key)

    def read(self, token: str) -> Mapping[str, Any] | None:
        """Give the claims of a token that this user's key signed."""
        claims = read_token(token, self._key)
        whole = claims is not None and type(claims.get("exp")) is int and isinstance(claims.get("jti"), str)
        return claims if claims is not None and whole and claims.get("iss") == ISSUER else None


class _HexTokens:
    """Tokens that are a key to what is noted: who it is, and when the token was last used. Who has the notes has no token."""

    def make(self, notes: Notes, user: _User, new_id: str, now: float) -> str:
        _forget(notes, until=now)
        self._note(notes, new_id, user.session.username, user.session.organisation, now)
        return new_id

    def session(self, notes: Notes, token: str, users: Iterable[_User], now: float) -> Session | None:
        note = notes.get(_key(token))
        if note is None or now >= note["end"]:
            return None
        found = (user.session for user in users if user.is_called(note["username"], note["organisation"]))
        session = next(found, None)
        if session is not None:
            self._note(notes, token, session.username, session.organisation, now)
        return session

    def end(self, notes: Notes, token: str, _users: Iterable[_User]) -> None:
        notes.remove(_key(token))

    def _note(self, notes: Notes, token: str, username: str, organisation: str, now: float) -> None:
        notes.put(_key(token), {"username": username, "organisation": organisation, "end": now + IDLE_SECONDS})


class _WebTokens:
    """Tokens that say themselves whose they are and when they end; only those that were released are noted."""

    def make(self, notes: Notes, user: _User, new_id: str, now: float) -> str:
        _forget(notes, until=now)
        session, issued = user.session, int(now)
        return user.write(
            {
                "iss": ISSUER,
                "sub": session.username,
                "organisation": session.organisation,
                "jti": new_id,
                "iat": issued,
                "exp": issued + WHOLE_SECONDS,
            }
        )

    def session(self, notes: Notes, token: str, users: Iterable[_User], now: float) -> Session | None:
        for user in users:
            claims = user.read(token)
            if claims is not None and now < claims["exp"] and notes.get(claims["jti"]) is None:
                return user.session
        return None

    def end(self, notes: Notes, token: str, users: Iterable[_User]) -> None:
        for claims in (user.read(token) for user in users):
            if claims is not None:
                notes.put(claims["jti"], {"end": claims["exp"]})


def _forget(notes: Notes, *, until: float) -> None:
    for key in [key for key, note in notes.oldest_first() if note["end"] <= until]:
        notes.remove(key)


def _key(token: str) -> str:
    return sha256(_bytes(token)).hexdigest()


_Tokens = _HexTokens | _WebTokens


def _bytes(text: str) -> bytes:
    # JSON can hold lone surrogates.
    return text.encode("utf-8", "surrogatepass")
