"""Rules and what they did, shown as documents."""

from typing import Any

from emulator.faults.fault import ORDERED, Fault
from emulator.faults.rule import SOAP, FaultRule, FieldIs, Plan


def write_plan(plan: Plan) -> dict[str, Any]:
    """Show a plan as a document that reads as the same plan."""
    return {"seed": plan.seed, "rules": [write_rule(rule) for rule in plan.rules]}


def write_rule(rule: FaultRule) -> dict[str, Any]:
    """Show a rule as a document that reads as the same rule: what it is for, then what it does."""
    shown: dict[str, Any] = {"operation": rule.operation, "count": rule.count}
    optional: dict[str, tuple[Any, Any]] = {
        "at": (rule.at, SOAP),
        "facade": (rule.facade, None),
        "path": (rule.path, None),
        "field": ({field.name: _shown_field(field) for field in rule.fields}, {}),
        "after": (rule.after, 0),
        "probability": (rule.probability, None),
    }
    return shown | {name: value for name, (value, default) in optional.items() if value != default} | write_fault(rule.fault)


def write_fault(fault: Fault) -> dict[str, Any]:
    """Show what a fault does."""
    delay: Any = _ms(fault.delay)
    shown: dict[str, Any] = {
        "delay_ms": delay if fault.delay_up_to is None else {"from": delay, "to": _ms(fault.delay_up_to)},
    }
    if fault.code is not None:
        shown |= {"code": fault.code, "type": fault.type}
    if fault.fault is not None:
        shown |= {"fault": fault.fault} | ({"reason": fault.reason} if fault.reason != ORDERED else {})
    if fault.status is not None:
        shown |= {"status": fault.status, "body": fault.body}
    if fault.content_type is not None:
        shown |= {"content_type": fault.content_type}
    if fault.cut is not None:
        shown |= {"truncate": {"bytes": fault.cut.bytes} if fault.cut.bytes is not None else {"share": fault.cut.share}}
    for name in ("malformed", "empty", "reset", "performed"):
        if getattr(fault, name):
            shown[name] = True
    if fault.drip is not None:
        shown |= {"drip": {"bytes": fault.drip.bytes, "pause_ms": _ms(fault.drip.pause)}}
    if fault.hang is not None:
        shown |= {"hang": True, "limit_ms": _ms(fault.hang)}
    return shown | ({"duplicates": fault.duplicates} if fault.duplicates else {})


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _shown_field(field: FieldIs) -> Any:
    return field.equals if field.pattern is None else {"pattern": field.pattern}
