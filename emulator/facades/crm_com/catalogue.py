"""What a CRM.COM is configured with: types, statuses and reasons, found as callers identify them (CRM-R-04)."""

from collections.abc import Iterable
from typing import TypeVar

from emulator.facades.crm_com.ids import id_of
from emulator.facades.crm_com.parameters import Identifier
from emulator.facades.crm_com.refusals import Refusal, Refused
from emulator.settings_crm_com import DERIVED, CrmComSettings, CrmReason, CrmStatus, CrmType, belongs

_Row = TypeVar("_Row", CrmType, CrmStatus, CrmReason)


def row_id(row: CrmType | CrmStatus | CrmReason) -> str:
    """Tell the id of a row: its own, or one made of what it is and of its name."""
    return id_of(type(row).__name__, row.name) if row.id == DERIVED else row.id


class Catalogue:
    """Find rows by an identifier, by default, or by the names under which jobs keep them."""

    def __init__(self, settings: CrmComSettings) -> None:
        self._types = settings.crm_types
        self._statuses = settings.crm_statuses
        self._reasons = settings.crm_reasons

    def type_of(self, identifier: Identifier) -> CrmType:
        """Find a job type; raise Refused."""
        return _found(self._types, identifier, Refusal.JOB_TYPE_NOT_FOUND, "a job type's")

    def status(self, type_: CrmType, state: str, identifier: Identifier | None) -> CrmStatus:
        """Find a status of a type in a life cycle state, the type's default where none is identified; raise Refused."""
        rows = [row for row in self._statuses if row.state == state and belongs(row, type_)]
        if identifier is None:
            return next((row for row in rows if row.default), rows[0])
        return _found(rows, identifier, Refusal.STATUS_NOT_FOUND, f"a {state} status's of the type {type_.name}")

    def first_status(self, type_: CrmType, identifier: Identifier | None) -> CrmStatus:
        """Find the status of a new job of a type: any but a CANCELLED one, PENDING unless it is said; raise Refused."""
        if identifier is None:
            return self.status(type_, "PENDING", None)
        rows = [row for row in self._statuses if row.state != "CANCELLED" and belongs(row, type_)]
        return _found(
            rows, identifier, Refusal.STATUS_NOT_FOUND, f"a status's of the type {type_.name} that a new job can have"
        )

    def reasons(self, type_: CrmType | None) -> tuple[CrmReason, ...]:
        """List the cancellation reasons of a type, or all."""
        return tuple(row for row in self._reasons if type_ is None or belongs(row, type_))

    def reason(self, type_: CrmType, identifier: Identifier | None) -> CrmReason:
        """Find a cancellation reason of a type, its default where none is identified; raise Refused."""
        rows = self.reasons(type_)
        if identifier is not None:
            return _found(rows, identifier, Refusal.CANCELLATION_REASON_NOT_FOUND, f"a reason's of the type {type_.name}")
        default = next((row for row in rows if row.default), None)
        if default is None:
            raise Refused(
                Refusal.CANCELLATION_REASON_REQUIRED,
                "cancellation_reason_identifier",
                f"is required, since the type {type_.name} has no default reason",
                expected="a reason",
                found="nothing",
            )
        return default

    def type_named(self, name: str) -> CrmType | None:
        """Find the type that a job keeps."""
        return next((row for row in self._types if row.name == name), None)

    def status_named(self, name: str) -> CrmStatus | None:
        """Find the status that a job keeps."""
        return next((row for row in self._statuses if row.name == name), None)

    def reason_named(self, name: str) -> CrmReason | None:
        """Find the reason that a job keeps."""
        return next((row for row in self._reasons if row.name == name), None)


def _found(rows: Iterable[_Row], identifier: Identifier, refusal: Refusal, whose: str) -> _Row:
    member = identifier.member
    for row in rows:
        if identifier.value == (row_id(row) if member == "id" else getattr(row, member)):
            return row
    value = identifier.value
    shown = f"{value[:60]!r}" + (f"... ({len(value)} characters)" if len(value) > 60 else "")
    raise Refused(refusal, f"{identifier.parameter}.{member}", "is not known", expected=f"{whose} {member}", found=shown)
