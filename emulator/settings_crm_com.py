"""The settings of the CRM.COM facade, a row each: its release, who may log in, and what a CRM.COM is configured with."""

from dataclasses import dataclass, field

from emulator.settings_row import SettingsError, setting
from emulator.settings_rules import Rule, flag, one_of, rows_of, text, whole

DERIVED = "derived"
EVERY_TYPE = "all"
STATES = ("DRAFT", "PENDING", "IN PROGRESS", "COMPLETED", "CANCELLED")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmUser:
    """Who may log in, and the unit that he then works for unless he names it himself (CRM-A-01)."""

    username: str = ""
    password: str = field(default="", repr=False)
    organisation: str = ""
    unit: str = "Head Office"
    person_name: str = "Emulator"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmType:
    """A job type; what its ``scope`` is called in a path is said in lower case there."""

    name: str = ""
    alternative_code: str = ""
    scope: str = "GENERIC_PURPOSE"
    method: str = "SINGLE_STEP"
    description: str = "none"
    id: str = DERIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmStatus:
    """A job status: its life cycle state, the types that have it, and whether it is what such a job gets by default there."""

    name: str = ""
    alternative_code: str = ""
    state: str = ""
    types: str = EVERY_TYPE
    default: bool = False
    description: str = "none"
    id: str = DERIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class CrmReason:
    """A cancellation reason: its number in Scheduling, the types that have it, whether it is their default (CRM-M-01)."""

    name: str = ""
    alternative_code: str = ""
    number: int = ""  # type: ignore[assignment]  # a key without a default
    types: str = EVERY_TYPE
    default: bool = False
    description: str = "none"
    id: str = DERIVED


_NAME = text("1 to 100 characters", pattern=r"[^\x00-\x1f\ud800-\udfff\ufffe\uffff]{1,100}")
_CODE = text("1 to 50 characters, no comma", pattern=r"[^,\x00-\x1f\ud800-\udfff\ufffe\uffff]{1,50}")
_CODES = text(
    "alternative codes of types, divided by commas, or 'all'", pattern=r"[^\x00-\x1f\ud800-\udfff\ufffe\uffff]{1,1000}"
)
_DESCRIPTION = text("up to 500 characters, 'none' for none", pattern=r"[^\x00-\x1f\ud800-\udfff\ufffe\uffff]{0,500}")
_ID = text(f"32 upper-case hex digits, or {DERIVED!r}", pattern=f"[0-9A-F]{{32}}|{DERIVED}")
_SCOPE = text("upper-case letters and underscores", pattern="[A-Z_]{1,50}")

_USER: dict[str, Rule] = {
    "username": _NAME,
    "password": text("1 to 256 characters", pattern=r"[^\x00-\x1f]{1,256}"),
    "organisation": _NAME,
    "unit": _NAME,
    "person_name": _NAME,
}
_TYPE: dict[str, Rule] = {
    "name": _NAME,
    "alternative_code": _CODE,
    "scope": _SCOPE,
    "method": _SCOPE,
    "description": _DESCRIPTION,
    "id": _ID,
}
_STATUS: dict[str, Rule] = {
    "name": _NAME,
    "alternative_code": _CODE,
    "state": one_of(*STATES),
    "types": _CODES,
    "default": flag(),
    "description": _DESCRIPTION,
    "id": _ID,
}
_REASON: dict[str, Rule] = {
    "name": _NAME,
    "alternative_code": _CODE,
    "number": whole(0, 2**32 - 1),
    "types": _CODES,
    "default": flag(),
    "description": _DESCRIPTION,
    "id": _ID,
}

DEFAULT_USERS = (CrmUser(username="emulator", password="emulator-secret", organisation="EMULATOR"),)  # noqa: S106
DEFAULT_TYPES = (
    CrmType(name="Installation", alternative_code="INST"),
    CrmType(name="Repair", alternative_code="REP"),
    CrmType(name="Subscription Activation", alternative_code="ACT", scope="ACTIVATE_SUBSCRIPTION"),
)
DEFAULT_STATUSES = tuple(
    CrmStatus(name=name, alternative_code=code, state=name.upper(), default=True)
    for name, code in (
        ("Draft", "DRFT"),
        ("Pending", "PEND"),
        ("In Progress", "PROG"),
        ("Completed", "COMP"),
        ("Cancelled", "CANC"),
    )
)
DEFAULT_REASONS = (
    CrmReason(name="Regret", alternative_code="R", number=1, default=True),
    CrmReason(name="Wrong Input/Missing Information", alternative_code="WII", number=2),
)


@dataclass(frozen=True, kw_only=True)
class CrmComSettings:
    """What can be chosen for the facade at /crmapi (openapi/crm-com.yaml)."""

    crm_release: str = setting(
        "R15",
        text("a release from 'R10' on, such as 'R13.0.0'", pattern=r"R[1-9][0-9](\.[0-9]{1,3}){0,2}"),
        "CRM-R-03",
        "emulated release: tokens change with R12, cancellation reasons with R13, accounts with R14, lists with R14.5",
    )
    crm_error_status: str = setting(
        "http", one_of("http", "ok"), "CRM-E-02", "HTTP status of an error: one that says what it is, or 200"
    )
    crm_unit: str = setting(
        "NORTH", text("1 to 8 characters", pattern=r"[^\x00-\x1f]{1,8}"), "CRM-M-02", "unit of the jobs that are made there"
    )
    crm_users: tuple[CrmUser, ...] = setting(
        DEFAULT_USERS, rows_of(CrmUser, rules=_USER, default=DEFAULT_USERS), "CRM-A-01", "who may log in"
    )
    crm_types: tuple[CrmType, ...] = setting(
        DEFAULT_TYPES, rows_of(CrmType, rules=_TYPE, default=DEFAULT_TYPES), "CRM-L-01", "job types"
    )
    crm_statuses: tuple[CrmStatus, ...] = setting(
        DEFAULT_STATUSES, rows_of(CrmStatus, rules=_STATUS, default=DEFAULT_STATUSES), "CRM-R-04", "job statuses"
    )
    crm_reasons: tuple[CrmReason, ...] = setting(
        DEFAULT_REASONS,
        rows_of(CrmReason, rules=_REASON, default=DEFAULT_REASONS),
        "CRM-M-01",
        "cancellation reasons, with the number that each has in Scheduling",
    )


def check_crm_com(settings: CrmComSettings) -> None:
    """Raise SettingsError where rows do not go together: names twice, types that are not there, states without a status."""
    if len({(user.username, user.organisation) for user in settings.crm_users}) < len(settings.crm_users):
        raise SettingsError("setting crm_users: expected each username once in an organisation; found one twice")
    codes = {row.alternative_code for row in settings.crm_types}
    for name, rows in (
        ("crm_types", settings.crm_types),
        ("crm_statuses", settings.crm_statuses),
        ("crm_reasons", settings.crm_reasons),
    ):
        for what in ("name", "alternative_code", "id"):
            found = [getattr(row, what) for row in rows if getattr(row, what) != DERIVED]
            if len(set(found)) < len(found):
                raise SettingsError(f"setting {name}: expected {what} to differ in each table; found one twice")
        for row in rows:
            unknown = sorted(set(types_of(row)) - codes) if not isinstance(row, CrmType) else []
            if unknown:
                raise SettingsError(
                    f"setting {name}: expected types to be alternative codes of crm_types ({', '.join(sorted(codes))}); "
                    f"found {unknown[0]!r}"
                )
    for type_ in settings.crm_types:
        there = {row.state for row in settings.crm_statuses if belongs(row, type_)}
        missing = [state for state in STATES if state not in there]
        if missing:
            raise SettingsError(
                f"setting crm_statuses: expected a status of each state for the type {type_.name!r}; found none of {missing[0]}"
            )


def types_of(row: CrmStatus | CrmReason) -> tuple[str, ...]:
    """List the alternative codes of the types that a row belongs to; none for every type."""
    return () if row.types == EVERY_TYPE else tuple(code.strip() for code in row.types.split(","))


def belongs(row: CrmStatus | CrmReason, type_: CrmType) -> bool:
    """Whether a row belongs to a type."""
    return row.types == EVERY_TYPE or type_.alternative_code in types_of(row)
