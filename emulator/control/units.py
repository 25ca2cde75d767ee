"""Units (FRUs) and their parameters."""

from werkzeug import Request

from emulator.control.answers import Answer, Problem, not_found
from emulator.control.bodies import json_body
from emulator.control.controlled import Controlled
from emulator.control.merging import same_id
from emulator.control.routes import Route
from emulator.scheduling.document import read_unit, write_unit
from emulator.scheduling.merging import merge
from emulator.scheduling.store import Transaction
from emulator.scheduling.work_item import Unit


def list_units(emulator: Controlled, _request: Request) -> Answer:
    """List the units in the order of their creation."""
    with emulator.store.transaction(reading=True) as tx:
        return Answer(body=[write_unit(unit) for unit in tx.units()])


def create_unit(emulator: Controlled, request: Request) -> Answer:
    """Create a unit; 409 when its id is taken."""
    unit = read_unit(json_body(request, most=emulator.settings.max_body_bytes), now=emulator.clock.now())
    with emulator.store.transaction() as tx:
        if tx.unit(unit.id) is not None:
            raise Problem(409, "exists", f"there is a unit {unit.id!r} already", field="id", expected="a new id", found=unit.id)
        tx.put_unit(unit)
    return Answer(status=201, body=write_unit(unit))


def get_unit(emulator: Controlled, _request: Request, *, id: str) -> Answer:
    """Show one unit."""
    with emulator.store.transaction(reading=True) as tx:
        return Answer(body=write_unit(_find(tx, id)))


def change_unit(emulator: Controlled, request: Request, *, id: str) -> Answer:
    """Change some parameters of a unit and leave the others; null puts one back to its default."""
    patch = same_id(json_body(request, most=emulator.settings.max_body_bytes), id)
    with emulator.store.transaction() as tx:
        unit = read_unit(merge(write_unit(_find(tx, id)), patch), now=emulator.clock.now())
        tx.put_unit(unit)
    return Answer(body=write_unit(unit))


ROUTES = (
    Route(method="GET", path="/units", name="listUnits", handler=list_units),
    Route(method="POST", path="/units", name="createUnit", handler=create_unit),
    Route(method="GET", path="/units/{id}", name="getUnit", handler=get_unit),
    Route(method="PATCH", path="/units/{id}", name="changeUnit", handler=change_unit),
)


def _find(tx: Transaction, unit_id: str) -> Unit:
    unit = tx.unit(unit_id)
    if unit is None:
        raise not_found("unit", unit_id)
    return unit
