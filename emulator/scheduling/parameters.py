"""The system parameters of Scheduling, as its database names them where it does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemParameters:
    """What an administrator of the system sets; days are whole UTC days, the scan time is in minutes, the audit in entries."""

    glob_days_before: int = 7
    glob_days_after: int = 28
    jeop_scan_time: int = 5
    tz_GCJAPI: str = "6"
    tz_Default: str = "GMT"
    no_value: int = 4294967295
    scheduling_version: tuple[int, ...] = (14, 2)
    audit_size: int = 100_000

    @property
    def knows_cancel_reasons(self) -> bool:
        """Whether a cancel has a reason in this version (SCH-C-12)."""
        return self.scheduling_version >= (11, 3)
