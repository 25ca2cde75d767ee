"""A plan as a document: a list of rules, or an object with a seed and the rules; read, and described for editors."""

from datetime import UTC, datetime
from typing import Any

from emulator.faults.fault import DEFAULT_CONTENT_TYPE, HANGS_FOR, ORDERED, Fault
from emulator.faults.keys import RULE_KEYS
from emulator.faults.permitted import check_rule
from emulator.faults.rule import SOAP, FaultRule, Plan
from emulator.scheduling.keys import object_schema, read_members
from emulator.scheduling.readings import DocumentError, Where, rows, table, whole

PLAN_KEYS = ("seed", "rules")
# What is told of a rule in force beside what was ordered; a plan that holds it is as good as one without.
TOLD = ("matched", "struck", "left")
MOST_RULES = 1000
_MOST_SEED = 2**53 - 1
_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)  # no key of a plan is a time


def read_plan(value: object, path: Where = ()) -> Plan:
    """Read a plan; raise DocumentError."""
    seed, listed, where = 0, value, path
    if isinstance(value, dict):
        members = table(value, path, allowed=PLAN_KEYS, required=("rules",))
        seed = whole(members.get("seed", 0), (*path, "seed"), least=0, most=_MOST_SEED)
        listed, where = members["rules"], (*path, "rules")
    found = rows(listed, where)
    if len(found) > MOST_RULES:
        raise DocumentError(where, expected=f"at most {MOST_RULES} rules", found=str(len(found)))
    return Plan(seed=seed, rules=tuple(read_rule(rule, (*where, place)) for place, rule in enumerate(found)))


def read_rule(value: object, path: Where) -> FaultRule:
    """Read a rule; raise DocumentError."""
    if isinstance(value, dict):
        value = {name: member for name, member in value.items() if name not in TOLD}
    given = read_members(value, path, RULE_KEYS, _NO_TIME)
    check_rule(given, path)
    delay = given.get("delay_ms", (0.0, None))
    code = given.get("code")
    return FaultRule(
        at=given.get("at", SOAP),
        operation=given.get("operation"),
        facade=given.get("facade"),
        path=given.get("path"),
        fields=given.get("field", ()),
        after=given.get("after", 0),
        count=given.get("count", 1 if given.get("probability") is None else None),
        probability=given.get("probability"),
        fault=Fault(
            delay=delay[0],
            delay_up_to=delay[1],
            code=code,
            type=given.get("type", "OK" if code == 0 else "Error"),
            fault=given.get("fault"),
            reason=given.get("reason", ORDERED),
            status=given.get("status"),
            body=given.get("body", ""),
            content_type=given.get("content_type", DEFAULT_CONTENT_TYPE if "status" in given else None),
            cut=given.get("truncate"),
            malformed=given.get("malformed", False),
            empty=given.get("empty", False),
            drip=given.get("drip"),
            reset=given.get("reset", False),
            hang=given.get("limit_ms", HANGS_FOR) if given.get("hang") else None,
            duplicates=given.get("duplicates", 0),
            performed=given.get("performed", False),
        ),
    )


def plan_schema() -> dict[str, Any]:
    """Describe plans as a JSON Schema; what it refuses is refused when one is read, which tells more."""
    listed = {"type": "array", "items": object_schema(RULE_KEYS), "maxItems": MOST_RULES}
    seed = {"type": "integer", "minimum": 0, "maximum": _MOST_SEED}
    whole_plan = {
        "type": "object",
        "properties": {"seed": seed, "rules": listed},
        "required": ["rules"],
        "additionalProperties": False,
    }
    return {"anyOf": [listed, whole_plan]}
