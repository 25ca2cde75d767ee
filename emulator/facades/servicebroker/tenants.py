"""Who calls: a bearer token selects the tenant, the tenant the login and the Scheduling version (SB-H-02, SB-P-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.mapping.servicebroker import LOGIN
from emulator.settings import Settings
from emulator.settings import Tenant as TenantSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A tenant as the calls need it; ``login`` is its login by SOAP path."""

    token: bytes
    login: Mapping[str, str]
    version: tuple[int, ...]


class Tenants:
    """The tenants that have a System Access Token, and whether a caller must show one."""

    def __init__(self, settings: Settings) -> None:
        self._required = settings.auth
        self._default = _tenant(settings.tenants[0])
        self._tenants = [_tenant(row) for row in settings.tenants if row.auth_type == "SAT"]

    def of(self, authorization: str) -> Tenant:
        """Find the tenant by its header; raise Refused. Without auth an unknown caller is the first tenant."""
        scheme, _, token = authorization.partition(" ")
        # Every token is compared, and each in constant time, so that nothing is learnt from how long it takes.
        given = token.strip().encode("utf-8", "replace") if scheme.lower() == "bearer" else b""
        found = [tenant for tenant in self._tenants if compare_digest(tenant.token, given)]
        if found:
            return found[0]
        if not self._required:
            return self._default
        raise Refused(
            Refusal.UNAUTHORISED,
            "Authorization",
            "must be a tenant's token",
            expected="Bearer and a System Access Token",
            found="no header" if not authorization else "another token" if given else "no bearer token",
            headers={"WWW-Authenticate": "Bearer"},
        )


def _tenant(row: TenantSetting) -> Tenant:
    return Tenant(
        token=row.token.encode(),
        login={"login": "", **{field.soap: getattr(row, field.name) for field in LOGIN if field.parent}},
        version=tuple(int(part) for part in row.scheduling_version.split(".")),
    )
