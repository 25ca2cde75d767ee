"""The settings of the JOC facade, a row each."""

from dataclasses import dataclass, field

from emulator.settings_row import setting
from emulator.settings_rules import flag, one_of, rows_of, text, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class JocAccount:
    """Who may log in to JOC; one that is ``read_only`` may list orders, and neither add nor cancel (JOC-A-01, JOC-E-03)."""

    account: str = ""
    password: str = field(default="", repr=False)
    read_only: bool = False


DEFAULT_JOC_ACCOUNT = JocAccount(account="root", password="root")  # noqa: S106 - as a fresh JOC has it
_CONTROLLER = r'[^/\\<>?!&:;()"|*^,\x00-\x1f]{1,100}'


@dataclass(frozen=True, kw_only=True)
class JocSettings:
    """What can be chosen for the facade at /joc/api (openapi/joc.yaml)."""

    joc_accounts: tuple[JocAccount, ...] = setting(
        (DEFAULT_JOC_ACCOUNT,),
        rows_of(
            JocAccount,
            rules={
                "account": text("1 to 255 characters, no colon", pattern=r"[^:\x00-\x1f]{1,255}"),
                "password": text("1 to 255 characters", pattern=r"[^\x00-\x1f]{1,255}"),
                "read_only": flag(),
            },
            default=(DEFAULT_JOC_ACCOUNT,),
        ),
        "JOC-A-01",
        "who may log in",
    )
    joc_controllers: str = setting(
        "controller,testsuite,c",  # those of the vendor's examples and clients
        text("controllerIds, divided by commas", pattern=rf"{_CONTROLLER}(,{_CONTROLLER})*"),
        "JOC-E-02",
        "the controllers that JOC knows; any other is JOC-404",
    )
    joc_unit: str = setting(
        "NORTH", text("1 to 8 characters", pattern=r"[^\x00-\x1f]{1,8}"), "JOC-M-03", "unit of the orders that are added there"
    )
    joc_default_reason_id: int = setting(0, whole(0, 2**32 - 1), "JOC-M-01", "cancelReasonId that goes with an audit comment")
    joc_audit_comment_required: bool = setting(
        False, flag(), "JOC-E-02", "refuse to add or cancel orders without an audit comment: JOC-300"
    )
    joc_quirks: str = setting(
        "none", one_of("none", "2.7.3"), "JOC-D-03", "read dates as the documentation says, or as that release does"
    )
