"""What a life takes as given: units, jobs and activities, put in place through the control API."""

from typing import Any

from contracts.scenarios.life import ControlCall
from contracts.scenarios.yaml_source import Located

# The morning on which every life begins (PUT /clock); its jobs are later that day unless they say otherwise.
MORNING = "2026-01-05T08:00:00Z"
_TIMES = {"start": "2026-01-05T09:00:00Z", "arrival": "2026-01-05T09:15:00Z", "finish": "2026-01-05T10:15:00Z"}

# The control API's own names.
_UNIT = ("zone", "gcj_jeop_check_states", "max_work_items")
_ITEM = (
    "unit",
    "region",
    "employee",
    "start",
    "arrival",
    "finish",
    "status",
    "fixed",
    "on_hold",
    "all_day",
    "actual_minutes",
    "promise",
    "contract",
    "jeopardy",
)


def read_given(rows: list[Located]) -> tuple[ControlCall, ...]:
    """Read the rows under ``given``: ``{unit: U1}``, ``{job: J-1, unit: U1}`` or ``{activity: A-1, unit: U1}``."""
    return tuple(_row(row) for row in rows)


def _row(row: Located) -> ControlCall:
    members = row.mapping("given", allowed=("job", "activity", "unit", *_UNIT, *_ITEM))
    values: dict[str, Any] = {key: member.value() for key, member in members.items()}
    for word, item_type in (("job", "Job"), ("activity", "StandardActivity")):
        if word in values:
            row.mapping(f"a given {word}", allowed=(word, *_ITEM), required=(word, "unit"))
            return ControlCall(method="POST", path="/work-items", body=_item(values.pop(word), item_type, values))
    row.mapping("a given unit", allowed=("unit", *_UNIT), required=("unit",))
    return ControlCall(method="POST", path="/units", body={"id": values.pop("unit"), **values})


def _item(item_id: str, item_type: str, values: dict[str, Any]) -> dict[str, Any]:
    # No employee (null) is an unresourced job; a life that does not care gets a resourced one.
    values = {"employee": "TECH01", **values}
    times = {} if values["employee"] is None else _TIMES
    return {"id": item_id, "type": item_type, **times, **values}
