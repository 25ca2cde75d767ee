"""Who calls: a bearer token selects the tenant, the tenant the login and the Scheduling version (SB-H-02, SB-P-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from emulator.clock import Clock
from emulator.facades.servicebroker.refusals import Refusal, Refused
from emulator.facades.servicebroker.tokens import Signer
from emulator.mapping.servicebroker import LOGIN
from emulator.settings import Settings
from emulator.settings import Tenant as TenantSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """A tenant as the calls need it; ``login`` is its login by SOAP path."""

    name: str
    login: Mapping[str, str]
    version: tuple[int, ...]


class Tenants:
    """The tenants by what they show: a System Access Token, or a JWT; and whether a caller must show one."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._required = settings.auth
        self._clock = clock
        self._default = _tenant(settings.tenants[0])
        self._with_sat = [(row.token.encode(), _tenant(row)) for row in settings.tenants if row.auth_type == "SAT"]
        self._with_jwt = [_Client(row) for row in settings.tenants if row.auth_type == "JWT"]

    def of(self, authorization: str) -> Tenant:
        """Find the tenant by its header; raise Refused. Without auth an unknown caller is the first tenant."""
        scheme, _, token = authorization.partition(" ")
        given = token.strip() if scheme.lower() == "bearer" else ""
        tenant = self._shown_by(given)
        if tenant is not None:
            return tenant
        if not self._required:
            return self._default
        raise Refused(
            Refusal.UNAUTHORISED,
            "Authorization",
            "must be a tenant's token",
            expected="Bearer and a System Access Token, or a JWT that has not expired, whichever the tenant is set up for",
            found="no header" if not authorization else "another token" if given else "no bearer token",
            headers={"WWW-Authenticate": "Bearer"},
        )

    def token_for(self, client_id: str, client_secret: str, *, seconds: int) -> str:
        """Make a JWT for the tenant that has this id and secret, and takes JWTs; raise Refused when there is none."""
        # Every one is compared, and each in constant time, so that nothing is learnt from how long it takes.
        found = [client for client in self._with_jwt if client.is_known_by(client_id, client_secret)]
        if found:
            return found[0].signer.make(now=self._clock.now(), seconds=seconds)
        raise Refused(
            Refusal.UNAUTHORISED,
            "ClientId and ClientSecret",
            "must be a tenant's",
            expected="those of a tenant that is set up for JWTs",
            found="others",
            headers={"WWW-Authenticate": "Bearer"},
        )

    def _shown_by(self, token: str) -> Tenant | None:
        given = token.encode("utf-8", "replace")
        found = [tenant for sat, tenant in self._with_sat if compare_digest(sat, given)]
        if found:
            return found[0]
        if token.count(".") != 2 or not token.isascii():
            return None
        now = self._clock.now().timestamp()
        ends = ((client.tenant, client.signer.expiry(token)) for client in self._with_jwt)
        return next((tenant for tenant, end in ends if end is not None and now < end), None)


class _Client:
    def __init__(self, row: TenantSetting) -> None:
        self.tenant = _tenant(row)
        self.signer = Signer(tenant=row.name, client_id=row.client_id, client_secret=row.client_secret)
        self._id, self._secret = _bytes(row.client_id), _bytes(row.client_secret)

    def is_known_by(self, client_id: str, client_secret: str) -> bool:
        """Compare both, also when the first is wrong."""
        same = compare_digest(self._id, _bytes(client_id)), compare_digest(self._secret, _bytes(client_secret))
        return all(same)


def _bytes(text: str) -> bytes:
    # JSON can hold lone surrogates.
    return text.encode("utf-8", "surrogatepass")


def _tenant(row: TenantSetting) -> Tenant:
    return Tenant(
        name=row.name,
        login={"login": "", **{field.soap: getattr(row, field.name) for field in LOGIN if field.parent}},
        version=tuple(int(part) for part in row.scheduling_version.split(".")),
    )
