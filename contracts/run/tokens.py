"""Tokens that expire: how they are got, what they open, and that nothing else opens it (SB-H-02, SB-H-03)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.document import Credentials, Document, Obtaining
from contracts.expected.json_body import place
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.run.asking import Asked, ask, reset, send
from contracts.run.events import Event, NotExercised, RunContext
from contracts.run.exercises import EXERCISES
from contracts.run.function_phase import FunctionPhase, stopped
from contracts.run.tally import Tally
from contracts.run.told import clock_as_it_was
from contracts.run.variants import Variant, variant
from contracts.strategies.messages import full, with_value
from contracts.target import Target

_SECONDS = 60


def _tenant(number: int, kind: str) -> dict[str, str]:
    return {
        "name": f"tenant-{number}",
        "token": f"token-{number}",
        "auth_type": kind,
        "database_user": f"DB{number}",
        "password": f"p{number}",
        "sp_user": f"u{number}",
        "client_id": f"client-{number}",
        "client_secret": f"secret-{number} \u00fc",
    }


def _told(row: Mapping[str, str]) -> dict[str, Any]:
    login = f"{row['database_user']}:{row['password']}:{row['sp_user']}"
    told = {"auth": True, "auth_type": "JWT", "login": login, "token": "none-yet"}
    return {**told, "client_id": row["client_id"], "client_secret": row["client_secret"]}


_WITH_SAT, _WITH_JWT, _ANOTHER = _tenant(1, "SAT"), _tenant(2, "JWT"), _tenant(3, "JWT")
_SETTINGS = {"auth": True, "tenants": [_WITH_SAT, _WITH_JWT, _ANOTHER]}


def tokens(context: RunContext) -> Iterator[Event]:
    """Get tokens as a tenant that is set up for them, use them, spoil them, and let them expire by the clock."""
    tally = Tally("tokens")
    if context.budget.over:
        yield stopped("tokens")
        return
    for each in variant(context, _SETTINGS, told=_told(_WITH_JWT), clauses=EXERCISES["tokens"]):
        if isinstance(each, NotExercised):
            yield each
            continue
        with clock_as_it_was(each.target):
            for document in each.documents:
                _look(each, document, tally)
    yield from tally.events()


def _look(each: Variant, document: Document, tally: Tally) -> None:
    credentials = document.credentials
    if credentials is None or credentials.obtaining is None:
        return
    token = _got(each.target, document, credentials.obtaining, tally)
    _everywhere(each.target, document, token, "a token opens what its tenant may do, with its login", tally, opens=True)
    other = document.under(_told(_ANOTHER))
    assert other.credentials is not None
    assert other.credentials.obtaining is not None
    others = _got(each.target, other, other.credentials.obtaining, tally)
    _everywhere(each.target, other, others, "another tenant's token is that tenant's", tally, opens=True)
    for name, spoiled in _spoiled(token, others):
        _everywhere(each.target, document, spoiled, name, tally, opens=False)
    _tokens_of_the_wrong_kind(each, document, token, tally)
    _unknown(each.target, document, credentials.obtaining, tally)
    _expiring(each.target, document, credentials, tally)


def _got(target: Target, document: Document, how: Obtaining, tally: Tally) -> str:
    asked = _asked_for(target, document, how)
    answer = asked.exchange.response.json() if asked.exchange.response.status == 200 else None
    found = {"token": bool(place(answer, how.at)), "expires_in": place(answer, "expires_in")}
    expected = {"token": True, "expires_in": _SECONDS}
    clauses = _clauses(document, how)
    failures = []
    if found != expected:
        failures = [Failure("a client does not get the token it asks for", "body", expected, found, clauses, asked.exchange)]
    tally.add("a known client gets a token", asked, clauses=clauses, failures=failures)
    return str(place(answer, how.at))


def _asked_for(target: Target, document: Document, how: Obtaining, **changed: Any) -> Asked:
    operation = document.operation(how.operation)
    assert operation is not None
    return ask(target, document, operation, {**how.body, "ExpiresInSeconds": _SECONDS, **changed})


def _everywhere(target: Target, document: Document, token: str, name: str, tally: Tally, *, opens: bool) -> None:
    """Send a request of each operation that asks for credentials; the checks judge it by the document that knows the token.

    A token that opens nothing is sent where the document knows another.
    """
    known = document.under({"token": token if opens else "another"})
    for operation in known.operations:
        if not operation.secured:
            continue
        reset(target)
        request = request_for(document.under({"token": token}), operation, full(operation.request) if operation.request else {})
        assert known.credentials is not None
        tally.add(name, send(target, known, request, operation=operation.name), clauses=known.credentials.clauses)


def _spoiled(token: str, other: str) -> Iterator[tuple[str, str]]:
    head, claims, signature = f"{token}..".split(".")[:3]
    _, other_claims, other_signature = f"{other}..".split(".")[:3]
    none = _encoded('{"alg":"none","typ":"JWT"}')
    for name, spoiled in (
        ("with another signature", f"{head}.{claims}.{_turned(signature)}"),
        ("without a signature", f"{head}.{claims}."),
        ("of algorithm none", f"{none}.{claims}."),
        ("of algorithm none, with the signature", f"{none}.{claims}.{signature}"),
        ("with other claims", f"{head}.{_later(claims)}.{signature}"),
        ("with another tenant's claims", f"{head}.{other_claims}.{signature}"),
        ("with another tenant's signature", f"{head}.{claims}.{other_signature}"),
        ("that is cut", token[:-1]),
        ("with more behind it", f"{token}.{signature}"),
        ("of two parts", f"{head}.{claims}"),
    ):
        yield f"a token {name} opens nothing", spoiled


def _tokens_of_the_wrong_kind(each: Variant, document: Document, token: str, tally: Tally) -> None:
    name = "a System Access Token opens nothing where a tenant has JWTs"
    _everywhere(each.target, document, _WITH_JWT["token"], name, tally, opens=False)
    swapped = [{**row, "auth_type": "SAT"} for row in (_WITH_SAT, _WITH_JWT, _ANOTHER)]
    with each.target.with_settings({"tenants": swapped}) as target:
        _everywhere(target, document, token, "a JWT opens nothing where a tenant has a System Access Token", tally, opens=False)


def _unknown(target: Target, document: Document, how: Obtaining, tally: Tally) -> None:
    """Ask as others; the checks know who is known."""
    operation = document.operation(how.operation)
    assert operation is not None
    assert operation.callers is not None
    strangers = [{name: f"{value}x"} for name, value in operation.callers.known.items()]
    names = dict(zip(operation.callers.known, (_WITH_SAT["client_id"], _WITH_SAT["client_secret"]), strict=False))
    for changed in (*strangers, names, {"ClientSecret": "\ud800"}):
        tally.add("anybody else gets none", _asked_for(target, document, how, **changed), clauses=operation.clauses)
    assert operation.request is not None
    for prop in operation.request.properties:
        for value in prop.values:
            asked = _asked_for(target, document, how, **{prop.name: str(value).lower()})
            tally.add("a value that must be one is no other", asked, clauses=operation.clauses)
        asked = ask(target, document, operation, with_value(operation.request, how.body, prop.path, None))
        tally.add("a known client that leaves something out gets none", asked, clauses=operation.clauses)


def _expiring(target: Target, document: Document, credentials: Credentials, tally: Tally) -> None:
    assert credentials.obtaining is not None
    target.control("PUT", "/clock", {"now": "2026-01-05T08:00:00Z", "running": False})
    token = _got(target, document, credentials.obtaining, tally)
    target.control("POST", "/clock/advance", {"seconds": _SECONDS - 1})
    _everywhere(target, document, token, "a token is good until its last second", tally, opens=True)
    target.control("POST", "/clock/advance", {"seconds": 1})
    _everywhere(target, document, token, "a token opens nothing from the second on in which it expires", tally, opens=False)


def _clauses(document: Document, how: Obtaining) -> tuple[str, ...]:
    operation = document.operation(how.operation)
    return operation.clauses if operation else ()


def _turned(signature: str) -> str:
    # Not the last character, of which some bits do not count.
    return ("B" if signature[:1] == "A" else "A") + signature[1:]


def _later(claims: str) -> str:
    text = urlsafe_b64decode(claims + "=" * (-len(claims) % 4)).decode("utf-8", "replace")
    return _encoded(text.replace('"exp":', '"exp":9'))


def _encoded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


PHASES = (FunctionPhase(name="tokens", clauses=EXERCISES["tokens"], look=tokens),)
