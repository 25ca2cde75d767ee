"""Mutants of tokens and tenants (SB-H-02, SB-H-03, SB-P-01)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_told_apart = partial(Mutant, module="emulator.facades.servicebroker.tenants")
_signed = partial(Mutant, module="emulator.facades.servicebroker.tokens")
_asked = partial(Mutant, module="emulator.facades.servicebroker.token_request")
_given = partial(Mutant, module="emulator.facades.servicebroker.facade")

# fmt: off
MUTANTS = (
    _told_apart(
        id="any-token-opens", clauses=("SB-H-02", "SB-H-04"), defect="with auth on any bearer token opens",
        old="        if not self._required:", new="        if not self._required or given:"),
    _told_apart(
        id="scheme-not-looked-at", clauses=("SB-H-02", "SB-H-04"), defect="a right token under the scheme Basic opens too",
        old='given = token.strip() if scheme.lower() == "bearer" else ""', new="given = token.strip() if scheme else ''"),
    _told_apart(
        id="first-tenants-login", clauses=("SB-H-02", "SB-P-01"), defect="every token leads to the first tenant's login",
        old="        if found:\n            return found[0]\n", new="        if found:\n            return self._with_sat[0][1]\n"),
    _told_apart(
        id="jwt-tenants-have-sats-too", clauses=("SB-H-02",), defect="a System Access Token opens where a tenant is set up for JWTs",
        old='for row in settings.tenants if row.auth_type == "SAT"]', new="for row in settings.tenants]"),
    _told_apart(
        id="token-a-second-too-long", clauses=("SB-H-02", "SB-H-03"), defect="a JWT opens in the second in which it expires",
        old="now < end)", new="now <= end)"),
    _told_apart(
        id="secret-not-compared", clauses=("SB-H-03",), defect="a ClientId alone gets a token",
        old="        return all(same)", new="        return same[0]"),
    _signed(
        id="token-for-an-hour", clauses=("SB-H-02", "SB-H-03"), defect="a token is good for an hour, whatever was asked for",
        old='"exp": issued + seconds}', new='"exp": issued + 3600}'),
    Mutant(
        id="signature-not-verified", clauses=("SB-H-02",), defect="what a JWT claims is believed without its signature",
        module="emulator.facades.json_web_token",
        old=".decode(token, key, algorithms=[_ALGORITHM]))",
        new='.decode(token, key, algorithms=[_ALGORITHM], options={"verify_signature": False}))'),
    _signed(
        id="tokens-by-the-computers-clock", clauses=("SB-H-02", "SB-H-03"), defect="a token is made by another clock than it is read by",
        old="issued = int(now.timestamp())", new='issued = int(__import__("time").time())'),
    _asked(
        id="any-grant-type", clauses=("SB-H-03",), defect="GrantType is compared without its case",
        old="if grant_type != GRANT_TYPE:", new="if grant_type.lower() != GRANT_TYPE.lower():"),
    _asked(
        id="no-end-asked-for", clauses=("SB-H-03",), defect="without ExpiresInSeconds a token is good for an hour",
        old="    value = _required(body, name, expected=expected)\n    digits",
        new='    value = body.get(name) or Number("3600")\n    digits'),
    _given(
        id="expiry-as-a-text", clauses=("SB-H-03",), defect="expires_in comes back as a text",
        old='"expires_in": asked.seconds}', new='"expires_in": str(asked.seconds)}'),
    _given(
        id="token-type-in-capitals", clauses=("SB-H-03",), defect="token_type is Bearer",
        old='"token_type": "bearer"', new='"token_type": "Bearer"'),
)
# fmt: on
