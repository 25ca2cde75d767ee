"""A value that Scheduling refuses comes back with its code."""

from collections.abc import Iterator

from contracts.checks.registry import Exercised, Finding, check
from contracts.expected.seen import Seen
from contracts.failures import Failure


@check(clauses=["SB-C-05", "SB-G-03", "SB-G-04", "SB-G-05", "SB-G-06"], otherwise="DOC-A-02")
def a_wrong_value_comes_back_with_its_code(seen: Seen) -> Iterator[Finding]:
    """A value that is passed on although it is wrong comes back with the code that the document promises for it."""
    demanded = seen.demanded
    if demanded is None or demanded.unclear or demanded.objections or not demanded.promised or seen.result is None:
        return
    promised = {each.code for each in demanded.promised}
    clauses = tuple(dict.fromkeys(clause for each in demanded.promised for clause in each.clauses))
    yield Exercised(clauses)
    others = {code for each in demanded.sent if each.value not in each.property.examples for code in each.property.unknown}
    told = "code" in seen.document.refusal.places
    found = seen.refusal_code if told else seen.result[1] if seen.result[0] == "Error" else None
    if found not in promised | others:
        yield Failure("a wrong value comes back with another code", "code", sorted(promised), found, clauses)


@check(clauses=["SB-E-02", "SB-C-04", "SB-G-03"], otherwise="DOC-A-02")
def a_code_is_documented(seen: Seen) -> Iterator[Finding]:
    """A code that Scheduling gives comes back as it is, inside a refusal."""
    if seen.result is None or seen.operation is None or seen.result[0] != "Error":
        return
    if "code" not in seen.document.refusal.places:
        return
    code = seen.result[1]
    clauses = seen.operation.codes.get(code, ())
    yield Exercised(clauses)
    if seen.refusal_code != code:
        where = f"body.{seen.document.refusal.places.get('code')}"
        yield Failure("Scheduling's code does not come back", where, code, seen.refusal_code, clauses)
