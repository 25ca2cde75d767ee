"""What must become of a SOAP message: a small model of the clauses, in their order (SCH-C-10, SCH-G-15)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from contracts.expected.soap_server import SoapServer
from contracts.scenarios.messages import NAMESPACE
from contracts.strategies.soap_tree import Node

LONGEST_REASON = 500
UNSIGNED_INT = 2**32 - 1
UNSIGNED_LONG = 2**64 - 1
# Nobody has given out stamps up to here.
FUTURE = 2**63
_BOOLEANS = ("true", "false", "1", "0")
_WHITE_SPACE = " \t\r\n"


class Ending(Enum):
    """How a request ends: an ordinary reply, a fault by its name in SOAP 1.2, or a refusal by HTTP alone."""

    REPLY = "a reply"
    SENDER = "Sender"
    VERSION_MISMATCH = "VersionMismatch"
    MUST_UNDERSTAND = "MustUnderstand"
    TOO_LARGE = "413"
    NOT_ALLOWED = "405"
    ANY = "any reply or fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a request must end, and which clauses say so; ``code`` is a reply's (None: any Error), ``changes`` what is there."""

    ending: Ending
    clauses: tuple[str, ...] = ()
    code: str | None = "0"
    changes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """What is there: a job that can be cancelled ("" for none), and the units."""

    job: str = ""
    units: tuple[str, ...] = ()


def outcome_of(server: SoapServer, operation: str, root: Node, *, breaks_schema: bool, there: There) -> Outcome:
    """Tell what a well-formed message must get; in strict whatever breaks the schema is a Sender fault (SCH-T-12)."""
    if server.strict and breaks_schema:
        return Outcome(ending=Ending.SENDER, clauses=("SCH-T-12",))
    if operation not in _CHECKS:
        return Outcome(ending=Ending.ANY, clauses=("SCH-T-08",))
    asked = _Asked(server=server, root=root, there=there)
    for check in _CHECKS[operation]:
        outcome = check(asked)
        if outcome is not None:
            return outcome
    changes = operation == "CancelJob"
    return Outcome(ending=Ending.REPLY, clauses=_DONE[operation], changes=changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A message read as leniently as SCH-T-12 says: the first of a repeated child, nil is absent, unknown is nothing."""

    server: SoapServer
    root: Node
    there: There = field(default_factory=There)

    def child(self, name: str, of: Node | None = None) -> Node | None:
        parent = self.root if of is None else of
        found = next((each for each in parent.children if _is(each, name)), None)
        return None if found is None or found.nil else found

    def text(self, name: str, of: Node | None = None) -> str | None:
        found = self.child(name, of)
        return None if found is None else found.text


def _login(asked: _Asked) -> Outcome | None:
    return _credentials(asked, asked.child("login"))


def _login_itself(asked: _Asked) -> Outcome | None:
    return _credentials(asked, asked.root)


def _credentials(asked: _Asked, login: Node | None) -> Outcome | None:
    if not asked.server.logins:
        return None
    names = ("databaseUser", "password", "spUser")
    given = None if login is None else tuple(asked.text(name, login) for name in names)
    return None if given == asked.server.login else _error(asked.server.login_error_code, "SCH-L-02")


def _reason(asked: _Asked) -> Outcome | None:
    reason = asked.child("cancelReason")
    if reason is None or not asked.server.knows_reasons:
        return None
    described = asked.text("cancelReasonDesc", reason)
    # Its name in older versions of the interface.
    described = asked.text("cancelDescription", reason) if described is None else described
    if described is not None and len(described) > LONGEST_REASON:
        return Outcome(ending=Ending.SENDER, clauses=("SCH-C-11",))
    number = asked.text("cancelReasonId", reason)
    if number is not None and _unsigned(number, UNSIGNED_INT) is None:
        return Outcome(ending=Ending.SENDER, clauses=("SCH-C-10",))
    return None


def _job(asked: _Asked) -> Outcome | None:
    job = asked.text("jobID")
    return None if job and job == asked.there.job else _error("1", "SCH-C-06")


def _unit(asked: _Asked) -> Outcome | None:
    return None if asked.text("FRUID") in asked.there.units else _error("278", "SCH-G-12")


def _options(asked: _Asked) -> Outcome | None:
    options = asked.child("options")
    if options is None:
        return None
    if not all(_is(child, "JeopOnly") for child in options.children):
        return _error("80", "SCH-G-13")
    jeop_only = asked.text("JeopOnly", options)
    return None if jeop_only is None or jeop_only.strip(_WHITE_SPACE) in _BOOLEANS else _error("80", "SCH-G-13")


def _stamp(asked: _Asked) -> Outcome | None:
    text = asked.text("timeStampIn")
    if text is None:
        return None
    stamp = _unsigned(text, UNSIGNED_LONG)
    return _error("504", "SCH-G-11") if stamp is None or stamp >= FUTURE else None


_CHECKS: Mapping[str, tuple[Callable[[_Asked], Outcome | None], ...]] = {
    "CancelJob": (_login, _reason, _job),
    "GetChangedWorkItems": (_login, _unit, _options, _stamp),
    "Login": (_login_itself,),
    "Quit": (),
}
_DONE = {
    "CancelJob": ("SCH-C-02", "SCH-C-03"),
    "GetChangedWorkItems": ("SCH-G-02", "SCH-G-04"),
    "Login": ("SCH-L-03",),
    "Quit": ("SCH-L-03",),
}


def _error(code: str | None, *clauses: str) -> Outcome:
    return Outcome(ending=Ending.REPLY, clauses=("SCH-T-07", *clauses), code=code)


def _is(node: Node, name: str) -> bool:
    """Tell whether a child is the one of a name: in no namespace, or in the message's (SCH-T-04)."""
    return node.name == name and node.namespace in ("", NAMESPACE)


def _unsigned(text: str, most: int) -> int | None:
    digits = text.strip(_WHITE_SPACE)
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) <= len(str(most)) and int(digits) <= most else None
