"""The failures as SARIF 2.1.0: what code hosts and editors show beside the lines of the OpenAPI document."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from contracts.document import Document
from contracts.exchange import Exchange
from contracts.reports.files import write_whole
from contracts.reports.places import Places
from contracts.reports.verdict_line import shortened, verdict_line
from contracts.reports.wording import basis_of, failure_lines, visible
from contracts.run.failure_groups import FailureGroup
from contracts.run.milestones import Told
from contracts.run.verdict import ClauseVerdict, Outcome, Verdict

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
NO_CLAUSE = "no-clause"
LARGEST_BODY = 16 * 1024


class Sarif:
    """Write a result for each group of failures, at the line of the document that it is about; a rule is a clause."""

    def __init__(self, path: Path, documents: Sequence[Document]) -> None:
        self._path = path
        self._places = Places(documents)

    def tell(self, _: Told, __: Verdict, /) -> None:
        """Wait for the end: the verdict is all that this report tells."""

    def close(self, verdict: Verdict) -> None:
        """Write the file."""
        rules = {id_: _rule(row, verdict) for id_, row in verdict.clauses.items()}
        groups = list(verdict.groups)
        if any(_rule_id(group, rules) == NO_CLAUSE for group in groups):
            rules[NO_CLAUSE] = {"id": NO_CLAUSE, "shortDescription": {"text": "A check that stands for no clause"}}
        index = {id_: number for number, id_ in enumerate(rules)}
        log = {
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "contracts", **_version(verdict), "rules": list(rules.values())}},
                    "columnKind": "unicodeCodePoints",
                    "invocations": [_invocation(verdict)],
                    "results": [self._result(group, _rule_id(group, rules), index, verdict) for group in groups],
                }
            ],
        }
        write_whole(self._path, json.dumps(log, indent=1).encode("ascii") + b"\n")

    def _result(self, group: FailureGroup, rule: str, index: dict[str, int], verdict: Verdict) -> dict[str, Any]:
        failure = group.example
        told: dict[str, Any] = {
            "ruleId": rule,
            "ruleIndex": index[rule],
            "level": "error",
            "message": {"text": "\n".join(failure_lines(group, verdict))},
            "locations": [self._location(group)],
            "occurrenceCount": group.count,
            "partialFingerprints": {"contractsFailure/v1": fingerprint(group)},
            "properties": {"id": group.id, "check": visible(group.check), "phase": group.phase, "clauses": list(group.clauses)},
        }
        return told if failure.exchange is None else {**told, **_web(failure.exchange, verdict)}

    def _location(self, group: FailureGroup) -> dict[str, Any]:
        place, written = self._places.of(group.example), self._places.written(group)
        location: dict[str, Any] = {}
        if written is not None:
            location["physicalLocation"] = {
                "artifactLocation": {"uri": written.uri},
                "region": {"startLine": written.position.line, "startColumn": written.position.column},
            }
        if place.operation is not None:
            name = ".".join(filter(None, [place.operation.name, place.asked or place.answered]))
            location["logicalLocations"] = [{"fullyQualifiedName": visible(name), "kind": "member"}]
        return location


def fingerprint(group: FailureGroup) -> str:
    """Name a kind of failure so that the next run names it alike: by clauses, check, place and message, less their values."""
    exchange = group.example.exchange
    operation = exchange.operation if exchange is not None else None
    check, clauses, where, message = group.lead.key
    return hashlib.sha256(
        "\0".join([*clauses, check, operation or "", where, message]).encode("utf-8", "backslashreplace")
    ).hexdigest()


def _rule_id(group: FailureGroup, rules: dict[str, Any]) -> str:
    return next((clause for clause in group.clauses if clause in rules), NO_CLAUSE)


def _rule(row: ClauseVerdict, verdict: Verdict) -> dict[str, Any]:
    clause = row.clause
    checks = {visible(name): {"cases": check.cases, "failures": check.failures} for name, check in row.checks.items()}
    basis = basis_of(clause, verdict)
    help_text = f"{clause.says}\n\nBasis: {basis}. System: {clause.system}."
    return {
        "id": visible(clause.id),
        "shortDescription": {"text": visible(clause.says, longest=200)},
        "fullDescription": {"text": visible(clause.says)},
        "help": {"text": "\n".join(map(visible, help_text.splitlines()))},
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": [clause.basis.value],
            "basis": visible(basis),
            "system": visible(clause.system),
            "standing": row.standing.value,
            "cases": row.cases,
            **({"checks": checks} if checks else {"reason": visible(row.reason)}),
        },
    }


def _version(verdict: Verdict) -> dict[str, str]:
    return {"version": verdict.started.version} if verdict.started is not None else {}


def _invocation(verdict: Verdict) -> dict[str, Any]:
    notes = [{"level": "error", "text": f"phase {broke.name}: {broke.error}"} for broke in verdict.broke]
    notes += [
        {"level": "warning", "text": f"{row.clause.id} is required and was not exercised: {row.reason}"}
        for row in verdict.missed
    ]
    notes += [{"level": "warning", "text": text} for text in [shortened(verdict)] if text]
    told: dict[str, Any] = {
        "executionSuccessful": verdict.outcome not in (Outcome.INTERRUPTED, Outcome.NOT_JUDGED),
        "exitCode": verdict.outcome.exit_code,
        "exitCodeDescription": visible(verdict_line(verdict)),
        "toolExecutionNotifications": [
            {"level": note["level"], "message": {"text": visible(note["text"], longest=2000)}} for note in notes
        ],
    }
    if verdict.started is not None:
        told["commandLine"] = visible(verdict.started.again)
    return told


def _web(exchange: Exchange, verdict: Verdict) -> dict[str, Any]:
    base = verdict.started.base_url if verdict.started is not None else ""
    request, response = exchange.request, exchange.response
    return {
        "webRequest": {
            "protocol": "HTTP",
            "method": visible(request.method),
            "target": visible(f"{base}{request.path}"),
            "headers": {visible(name): visible(value) for name, value in request.headers.items()},
            "body": {"text": _text(request.body)},
        },
        "webResponse": {
            "protocol": "HTTP",
            "statusCode": response.status,
            "headers": {visible(name): visible(value) for name, value in response.headers.items()},
            "body": {"text": _text(response.body)},
            "noResponseReceived": bool(response.broken),
        },
    }


def _text(body: bytes) -> str:
    return visible(body[:LARGEST_BODY].decode("utf-8", "backslashreplace"))
