"""Cancelling a job: what its body may hold, and which Scheduling values become of it (AZ-C-02 to AZ-C-05)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from emulator.facades.azure_job_router.job import DEFAULT_DISPOSITION_CODE
from emulator.facades.azure_job_router.members import text
from emulator.facades.azure_job_router.refusals import bad_request
from emulator.facades.azure_job_router.times import spell
from emulator.facades.xml_text import NO_XML

_DIGITS = re.compile(r"[0-9]+")
_UNSIGNED_INT = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """CancelJobOptions; an empty note is none."""

    note: str | None = None
    disposition_code: str | None = None


def read_options(body: Mapping[str, Any]) -> Options:
    """Read the body; null is absent, and members without a meaning are ignored. Raise Refused."""
    return Options(note=_carried(body, "note") or None, disposition_code=_carried(body, "dispositionCode"))


def scheduling_values(job_id: str, options: Options, reasons: Mapping[str, int], *, default_reason: int) -> dict[str, str]:
    """Give the values of the mapping table's rows by their JSON names."""
    values = {"jobId": job_id}
    reason = _reason(options.disposition_code, reasons)
    if options.note is not None:
        values["note"] = options.note
        reason = default_reason if reason is None else reason
    if reason is not None:
        values["dispositionCode"] = str(reason)
    return values


def after_cancel(document: Mapping[str, Any], options: Options, now: datetime) -> dict[str, Any]:
    """Give what is kept of a job once it is cancelled."""
    code = DEFAULT_DISPOSITION_CODE if options.disposition_code is None else options.disposition_code
    note = [] if options.note is None else [{"message": options.note, "addedAt": spell(now)}]
    return {**document, "dispositionCode": code, "notes": [*document.get("notes", []), *note]}


def _reason(code: str | None, reasons: Mapping[str, int]) -> int | None:
    if code is None or code in reasons:
        return reasons.get(code or "")
    if _DIGITS.fullmatch(code) and len(code.lstrip("0")) <= 10 and int(code) <= _UNSIGNED_INT:
        return int(code)
    return None


def _carried(body: Mapping[str, Any], name: str) -> str | None:
    if body.get(name) is None:
        return None
    value = text(body[name], name)
    foreign = NO_XML.search(value)
    if foreign:
        raise bad_request(
            f"The member {name}",
            "has a character that XML cannot carry",
            expected="characters that XML 1.0 allows",
            found=f"U+{ord(foreign[0]):04X} at character {foreign.start() + 1}",
        )
    return value
