"""The settings of the Azure Job Router facade, a row each."""

from dataclasses import dataclass

from emulator.settings_row import setting
from emulator.settings_rules import Rule, base64_keys, one_of, rows_of, text, whole

_UNSIGNED_INT = 2**32 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class DispositionCode:
    """A disposition code, and the number of the cancel reason that it stands for in Scheduling (AZ-C-04)."""

    code: str = ""
    reason_id: int = 0


_DISPOSITION_CODE: dict[str, Rule] = {
    "code": text("1 to 256 characters", pattern=r"[^\x00-\x1f]{1,256}"),
    "reason_id": whole(0, _UNSIGNED_INT),
}


@dataclass(frozen=True, kw_only=True)
class AzureSettings:
    """What can be chosen for the facade at /routing (openapi/azure-job-router.yaml)."""

    azure_access_keys: str = setting(
        "", base64_keys(), "AZ-A-01", "keys that requests must be signed with, one or more; '' asks for none", secret=True
    )
    azure_max_skew: int = setting(
        300, whole(0, 86400), "AZ-A-01", "seconds that a signed request may be older or newer than now; 0 does not look"
    )
    azure_unit: str = setting(
        "NORTH", text("1 to 8 characters", pattern=r"[^\x00-\x1f]{1,8}"), "AZ-L-05", "unit of the jobs that are made there"
    )
    azure_disposition_codes: tuple[DispositionCode, ...] = setting(
        (), rows_of(DispositionCode, rules=_DISPOSITION_CODE), "AZ-C-04", "which cancelReasonId a disposition code becomes"
    )
    azure_default_reason_id: int = setting(
        0, whole(0, _UNSIGNED_INT), "AZ-C-04", "cancelReasonId of a cancel with a note, where its disposition code is none"
    )
    azure_cancel_terminal: str = setting(
        "conflict",
        one_of("conflict", "accept"),
        "AZ-C-06",
        "cancelling a completed, closed or cancelled job: 409, or 200 and nothing changes",
    )
    azure_error_wrapper: str = setting(
        "error",
        one_of("error", "communicationError"),
        "AZ-E-02",
        "what the body of an error is wrapped in: as documented, or as recorded, without the header x-ms-error-code",
    )
