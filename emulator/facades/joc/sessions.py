"""Sessions: who is logged in, by the token that every other call carries (JOC-A-01)."""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import Lock
from uuid import UUID

from emulator.clock import Clock
from emulator.facades.joc.refusals import Refusal, Refused, Turned, TurnedAway
from emulator.settings_joc import JocAccount

TIMEOUT = timedelta(minutes=30)  # without a call; a call begins it anew
_MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session and who it belongs to."""

    token: str
    account: JocAccount


class Sessions:
    """The sessions of this process; the ones that nobody used for long are forgotten.

    ``random`` gives so many bytes that nobody can guess.
    """

    def __init__(self, accounts: Iterable[JocAccount], *, clock: Clock, random: Callable[[int], bytes]) -> None:
        self._accounts = [(_bytes(row.account), _bytes(row.password), row) for row in accounts]
        self._clock = clock
        self._random = random
        self._lock = Lock()
        # In the order of their last use.
        self._open: dict[str, tuple[Session, datetime]] = {}

    def log_in(self, authorization: str | None) -> Session:
        """Open a session for a Basic header; raise Refused without one, TurnedAway for a wrong account or password."""
        account = self._account(*_credentials(authorization))
        session = Session(token=str(UUID(bytes=self._random(16), version=4)), account=account)
        with self._lock:
            self._forget()
            self._open[session.token] = session, self._clock.now()
        return session

    def of(self, token: str | None) -> Session:
        """Find a session that is open, and begin its time-out anew; raise TurnedAway."""
        now = self._clock.now()
        with self._lock:
            session, used = self._open.pop(token or "", (None, now))
            if session is None or now - used >= TIMEOUT:
                raise TurnedAway(Turned.NO_SESSION)
            self._open[session.token] = session, now
        return session

    def log_out(self, token: str | None) -> Session:
        """End a session; raise Refused without a token, TurnedAway for one that is not open."""
        if not token:
            raise Refused(Refusal.NO_TOKEN, "X-Access-Token is required: expected the token of a session, found nothing")
        session = self.of(token)
        with self._lock:
            self._open.pop(token, None)
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

    def _forget(self) -> None:
        now = self._clock.now()
        for token, (_, used) in list(self._open.items()):
            if now - used < TIMEOUT and len(self._open) < _MOST:
                break
            del self._open[token]


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
