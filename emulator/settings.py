"""The settings of an emulator: one row each, with what is allowed, the default, where it comes from, and what it does."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace

from emulator.settings_azure import AzureSettings
from emulator.settings_crm_com import CrmComSettings, check_crm_com
from emulator.settings_joc import JocSettings
from emulator.settings_row import SettingRow, SettingsError, setting
from emulator.settings_rules import (
    NotAllowed,
    Rule,
    clock_time,
    flag,
    one_number_of,
    one_of,
    rows_of,
    seconds,
    state_url,
    text,
    url,
    whole,
    zone,
)
from emulator.settings_server import ServerSettings, check_server

__all__ = ["DEFAULT_TENANT", "Login", "SettingRow", "Settings", "SettingsError", "Tenant", "refusal", "setting_rows"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who may call the Scheduling system (SCH-L-01)."""

    database_user: str = ""
    password: str = field(default="", repr=False)
    sp_user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A customer of the ServiceBroker: how it is known there, and the login it uses on Scheduling (SB-H-02, SB-P-01)."""

    name: str = ""
    token: str = field(default="emulator-token", repr=False)
    auth_type: str = "SAT"
    database_user: str = "SCHEMA"
    password: str = field(default="secret", repr=False)
    sp_user: str = "broker"
    scheduling_version: str = "as the system"
    client_id: str = "emulator-client"
    client_secret: str = field(default="emulator-secret", repr=False)


_VERSION = r"[0-9]{1,4}(\.[0-9]{1,4}){0,3}"
_UNSIGNED_INT = 2**32 - 1
_LOGIN: dict[str, Rule] = {
    "database_user": text("1 to 30 characters", pattern=r"[^\x00-\x1f]{1,30}"),
    "password": text("1 to 50 characters", pattern=r"[^\x00-\x1f]{1,50}"),
    "sp_user": text("1 to 256 characters", pattern=r"[^\x00-\x1f]{1,256}"),
}
_TENANT: dict[str, Rule] = {
    "name": text("1 to 50 characters", pattern=r"[^\x00-\x1f]{1,50}"),
    "token": text("1 to 4096 visible ASCII characters", pattern=r"[!-~]{1,4096}"),
    "auth_type": one_of("SAT", "JWT"),
    **_LOGIN,
    "scheduling_version": text("a version such as '14.2'", pattern=_VERSION + "|as the system"),
    "client_id": text("1 to 256 characters", pattern=r"[^\x00-\x1f]{1,256}"),
    "client_secret": text("1 to 256 characters", pattern=r"[^\x00-\x1f]{1,256}"),
}
DEFAULT_TENANT = Tenant(name="default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(AzureSettings, CrmComSettings, JocSettings, ServerSettings):
    """Everything that can be chosen; an object of this class is valid, or was never made (SettingsError)."""

    # -- where it listens and what it starts with
    host: str = setting("127.0.0.1", text("a host name or address", pattern=r"[^\s/]+"), "emulator", "address to listen on")
    port: int = setting(8010, whole(0, 65535), "emulator", "port to listen on; 0 takes a free one")
    scenario: str = setting(
        "default", text("'default', 'a-day', 'empty' or a file", pattern=r"[^\x00]+"), "emulator", "state at the start"
    )
    faults: str = setting(
        "",
        text("a YAML or JSON file, or ''", pattern=r"[^\x00]*"),
        "emulator",
        "plan of faults at the start; '': the scenario's",
    )
    state: str = setting(
        "", state_url(), "emulator", "where the state lives: '' in memory, else in a file or a database", secret=True
    )
    clock: str = setting("real", clock_time(), "emulator", "time at the start: the machine's, or an instant")
    clock_running: bool = setting(True, flag(), "emulator", "whether time passes by itself from then on")
    max_body_bytes: int = setting(10 * 2**20, whole(1, 2**31 - 1), "SCH-T-10", "a larger request body gets 413")
    journal_size: int = setting(1000, whole(1, 1_000_000), "emulator", "how many exchanges the journal keeps")
    journal_bytes: int = setting(
        8 * 2**20, whole(1, 2**40), "emulator", "how many bytes the journal keeps; the newest exchange always stays"
    )
    # -- the Scheduling system
    profile: str = setting(
        "lenient", one_of("lenient", "strict"), "SCH-T-12", "answer as the vendor's pages say, or enforce the schema"
    )
    soap_versions: str = setting("1.1,1.2", one_of("1.1,1.2", "1.2"), "SCH-T-02", "SOAP versions that are spoken")
    err_notes: bool = setting(False, flag(), "SCH-R-04", "put errNote into results")
    logins: tuple[Login, ...] = setting((), rows_of(Login, rules=_LOGIN), "SCH-L-02", "who may call; none configured: anybody")
    login_error_code: int = setting(9001, whole(1, _UNSIGNED_INT), "SCH-L-02", "return code for a wrong login")
    no_value: int = setting(
        4294967295, whole(0, _UNSIGNED_INT), "SCH-C-05", "bookDuration of an all-day job without an employee"
    )
    unresourced_status: str = setting(
        "Tentative", one_of("Tentative", "absent"), "SCH-C-04", "disStatus of an unresourced job in a cancel's reply"
    )
    cancel_started: str = setting(
        "ok", one_of("ok", "warning"), "SCH-C-08", "result of cancelling a job that is Travelling or later"
    )
    cancel_started_code: int = setting(9002, whole(1, _UNSIGNED_INT), "SCH-C-08", "return code of that warning")
    scheduling_version: str = setting(
        "14.2",
        text("a version such as '14.2'", pattern=_VERSION),
        "SCH-C-12",
        "emulated version; below 11.3 knows no cancelReason",
    )
    tz_GCJAPI: str = setting(
        "6",
        zone(numbers=("0", "2", "3", "6", "7")),
        "SCH-G-16",
        "zone of the times in replies: 0 region, 2 unit, 3 employee, 6 GMT, 7 GMT with British summer time",
    )
    tz_Default: str = setting("GMT", zone(), "SCH-G-16", "zone where a region, unit or employee has none")
    glob_days_before: int = setting(7, whole(0, 3650), "SCH-G-17", "days before today in the memory horizon")
    glob_days_after: int = setting(28, whole(0, 3650), "SCH-G-17", "days after today in the memory horizon")
    jeop_scan_time: int = setting(5, whole(1, 1440), "SCH-J-04", "minutes between two scans for late statuses")
    audit_size: int = setting(100_000, whole(1, 10_000_000), "SCH-C-02", "how many cancels the audit trail keeps")
    # -- the ServiceBroker facade
    auth: bool = setting(False, flag(), "SB-H-02", "ask for a bearer token")
    tenants: tuple[Tenant, ...] = setting(
        (DEFAULT_TENANT,),
        rows_of(Tenant, rules=_TENANT, default=(DEFAULT_TENANT,)),
        "SB-H-02",
        "who calls the facade, and the login each uses on Scheduling",
    )
    validation: str = setting(
        "pass-through",
        one_of("pass-through", "broker"),
        "SB-C-05",
        "who refuses a missing, empty or over-long Id or FRU: Scheduling, or the facade with 400",
    )
    error_status: int = setting(200, one_number_of(200, 400), "SB-E-03", "HTTP status of a Scheduling error")
    payload_job_info: bool = setting(False, flag(), "SB-C-04", "add jobInfo to the Payload of CancelJob")
    workitem_times: str = setting(
        "utc", one_of("utc", "local"), "SB-G-08", "times in WorkItems: ISO 8601 UTC, or the SOAP reply's text"
    )
    scheduling_zone: str = setting("GMT", zone(), "SB-G-08", "zone that workitem_times=utc reads the SOAP reply's times in")
    upstream: str = setting(
        "",
        url(words=("", "none")),
        "SB-P-02, SB-E-05",
        "the Scheduling system's URL; '' the embedded one, 'none' not configured",
    )
    upstream_timeout: float = setting(10.0, seconds(3600), "SB-E-05", "time for the whole reply of a SOAP call")
    work_item_notify_ttl: int = setting(30, whole(1, 3650), "SB-N-01", "days that notifications are kept")
    notify_rows: int = setting(
        100_000, whole(1, 10_000_000), "SB-N-01", "how many notifications are kept at most; the oldest go first"
    )
    notify_units: str = setting(
        "",
        text("unit names, divided by commas", pattern=r"([^,\x00-\x1f]{1,8}(,[^,\x00-\x1f]{1,8})*)?"),
        "SB-N-01",
        "units whose changes are notified of when upstream is a URL; the embedded system tells of all its own",
    )

    def __post_init__(self) -> None:
        for row in fields(self):
            try:
                value = row.metadata["rule"].read(getattr(self, row.name))
            except NotAllowed as found:
                raise refusal(row.name, str(found)) from None
            object.__setattr__(self, row.name, value)
        tenants = (
            replace(t, scheduling_version=self.scheduling_version) if t.scheduling_version == "as the system" else t
            for t in self.tenants
        )
        object.__setattr__(self, "tenants", tuple(tenants))
        _agree(self)
        check_crm_com(self)
        check_server(self)


def setting_rows() -> Iterator[SettingRow]:
    """Walk the settings in their order, as a table shows them."""
    # Inherited rows come first in a dataclass; a reader wants the system's before a facade's.
    for row in sorted(fields(Settings), key=lambda row: row.name not in Settings.__annotations__):
        rule: Rule = row.metadata["rule"]
        yield SettingRow(
            name=row.name,
            type=rule.type,
            allowed=rule.allowed,
            default=row.default,
            source=row.metadata["source"],
            says=row.metadata["says"],
            secret=not row.repr,
        )


def refusal(name: str, found: str, where: str = "") -> SettingsError:
    """Make the error for a value that a setting does not allow; a secret is not shown."""
    row = next(row for row in setting_rows() if row.name == name)
    found = "(not shown: it is a secret)" if row.secret else found
    return SettingsError(f"setting {name}: expected {row.allowed}; found {found}{where and f' ({where})'}")


def _agree(settings: Settings) -> None:
    for what in ("name", "token"):
        if len({getattr(tenant, what) for tenant in settings.tenants}) < len(settings.tenants):
            raise SettingsError(f"setting tenants: expected a {what} of its own for each tenant; found one twice")
    clients = [tenant.client_id for tenant in settings.tenants if tenant.auth_type == "JWT"]
    if len(set(clients)) < len(clients):
        raise SettingsError("setting tenants: expected a client_id of its own for each tenant with JWTs; found one twice")
    if settings.tz_GCJAPI in {"0", "2", "3"} and settings.workitem_times == "utc" and not settings.upstream:
        raise SettingsError(
            f"setting workitem_times: expected 'local' with tz_GCJAPI={settings.tz_GCJAPI!r}, "
            "where each work item has a zone of its own (SB-G-08); found 'utc'"
        )
