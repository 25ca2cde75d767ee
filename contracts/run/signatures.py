"""Signed requests: what is not signed as it is sent, by whom and when it is sent, opens nothing."""

from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from contracts.exchange import Request
from contracts.run.caller import Caller
from contracts.signing import SCHEMES
from contracts.strategies.altered_signatures import ALTERED, signed_by
from contracts.target_clock import TargetClock


def altered(caller: Caller) -> None:
    """Alter each part of what is signed, and of the signature."""
    signing = caller.credentials.signing
    if signing is None:
        return
    now = TargetClock(caller.target).now()
    for operation, request in caller.requests():
        for what, wrong in ALTERED[signing.scheme](request, partial(_signed, caller, now)):
            caller.sent_in_vain(operation, wrong, f"a signature {what} opens nothing")


def apart(caller: Caller) -> None:
    """Let the clocks be apart: as far as the document lets them be, and a second more."""
    signing = caller.credentials.signing
    if signing is None or not signing.skew:
        return
    clock = TargetClock(caller.target)
    clock.freeze()
    now, most = clock.now(), timedelta(seconds=signing.skew)
    for sign, word in ((1, "ahead"), (-1, "behind")):
        for operation, request in caller.requests():
            edge = signed_by(request, _signed(caller, now + sign * most, request))
            name = f"a clock that is as far {word} as it may be is near enough"
            caller.sent_well(operation, edge, name, edge.headers["Authorization"])
            beyond = signed_by(request, _signed(caller, now + sign * (most + timedelta(seconds=1)), request))
            caller.sent_in_vain(operation, beyond, f"a clock that is a second farther {word} is not")


def _signed(
    caller: Caller, now: datetime, request: Request, *, key: str | None = None, host: str | None = None
) -> dict[str, str]:
    signing = caller.credentials.signing
    assert signing is not None
    right = urlsplit(caller.target.base_url).netloc
    return SCHEMES[signing.scheme](request, key=signing.key if key is None else key, host=host or right, now=now)
