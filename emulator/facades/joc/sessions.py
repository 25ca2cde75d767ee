"""Sessions: who is logged in, by the token that every other call carries (JOC-A-01)."""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from emulator.clock import Clock
from emulator.facades.joc.refusals import Refusal, Refused, Turned, TurnedAway
from emulator.facades.records import Document, Notes, Records
from emulator.settings_joc import JocAccount

TIMEOUT = timedelta(minutes=30)  # without a call; a call begins it anew
_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session and who it belongs to."""

    token: str
    account: JocAccount


class Sessions:
    """The sessions, noted under what can't be turned back into their tokens; the ones that nobody used for long are forgotten.

    ``random`` gives so many bytes that nobody can guess.
    """

    def __init__(
        self, accounts: Iterable[JocAccount], *, records: Records, clock: Clock, random: Callable[[int], bytes]
    ) -> None:
        self._accounts = [(_bytes(row.account), _bytes(row.password), row) for row in accounts]
        self._records = records
        self._clock = clock
        self._random = random

    def log_in(self, authorization: str | None) -> Session:
        """Open a session for a Basic header; raise Refused without one, TurnedAway for a wrong account or password."""
        account = self._account(*_credentials(authorization))
        session = Session(token=str(UUID(bytes=self._random(16), version=4)), account=account)
        with self._records.notes() as notes:
            self._forget(notes)
            self._note(notes, session)
        return session

    def of(self, token: str | None) -> Session:
        """Find a session that is open, and begin its time-out anew; raise TurnedAway."""
        session = self._found(token) if token else None
        if session is None:
            raise TurnedAway(Turned.NO_SESSION)
        return session

    def log_out(self, token: str | None) -> Session:
        """End a session; raise Refused without a token, TurnedAway for one that is not open."""
        if not token:
            raise Refused(Refusal.NO_TOKEN, "X-Access-Token is required: expected the token of a session, found nothing")
        session = self.of(token)
        with self._records.notes() as notes:
            notes.remove(_key(token))
        return session

    def _account(self, name: bytes, password: bytes) -> JocAccount:
        found = None
        for known, secret, row in self._accounts:
            # All are compared, and both parts of each, so that nothing shows in the time it takes.
            same = compare_digest(known, name), compare_digest(secret, password)
            found = row if all(same) else found
        if found is None:
            raise TurnedAway(Turned.WRONG_PASSWORD)
        return found

    def _found(self, token: str) -> Session | None:
        key = _key(token)
        with self._records.notes() as notes:
            note = notes.get(key)
            account = self._named(note["account"]) if note is not None and self._is_open(note) else None
            if account is None:
                notes.remove(key)  # what is over does not come back
                return None
            session = Session(token=token, account=account)
            self._note(notes, session)
            return session

    def _named(self, name: str) -> JocAccount | None:
        return next((row for _, _, row in self._accounts if row.account == name), None)

    def _note(self, notes: Notes, session: Session) -> None:
        note = {"account": session.account.account, "used": self._clock.now().isoformat()}
        notes.put(_key(session.token), note)

    def _is_open(self, note: Document) -> bool:
        return self._clock.now() - datetime.fromisoformat(note["used"]) < TIMEOUT

    def _forget(self, notes: Notes) -> None:
        there = list(notes.oldest_first())
        for place, (key, note) in enumerate(there):
            if self._is_open(note) and len(there) - place < _MOST:
                break
            notes.remove(key)


def _key(token: str) -> str:
    return sha256(_bytes(token)).hexdigest()


def _credentials(authorization: str | None) -> tuple[bytes, bytes]:
    scheme, _, encoded = (authorization or "").strip().partition(" ")
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        decoded = b""
    name, colon, password = decoded.partition(b":")
    if not colon:
        found = f"{scheme} and no account:password in base64" if scheme else "nothing"
        text = f"basic based64part expected: Authorization must be Basic and base64 of account:password, found {found[:60]}"
        raise Refused(Refusal.NO_BASIC_HEADER, text)
    return name, password


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
