"""What remains of a cancelled job: its audit entry (SCH-C-02)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from emulator.made_often import made_often


@made_often(frozen=True, slots=True, kw_only=True)
class CancelReason:
    """Why a job was cancelled, exactly as sent; either part may be missing."""

    id: int | None = None
    text: str | None = None


@made_often(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One cancel: when, what, where, why, by whom, through which facade (None: SOAP itself)."""

    at: datetime
    job: str
    unit: str
    reason_id: int | None = None
    reason: str | None = None
    user: str | None = None
    facade: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)
