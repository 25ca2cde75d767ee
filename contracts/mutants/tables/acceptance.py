"""Mutants of what the facade looks at before a body's values, and of its refusals (SB-H-01, SB-H-04, SB-H-05)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_accepted = partial(Mutant, module="emulator.facades.servicebroker.acceptance")
_bodied = partial(Mutant, module="emulator.facades.request_body")
_routed = partial(Mutant, module="emulator.facades.servicebroker.routes")
_refused = partial(Mutant, module="emulator.facades.servicebroker.refusals")

# fmt: off
MUTANTS = (
    _routed(
        id="cancel-by-post", clauses=("SB-H-01", "SB-H-04"), defect="the pass-through calls take POST, not PUT",
        old='Route(method="PUT"', new='Route(method="POST"'),
    _accepted(
        id="type-before-token", clauses=("SB-H-04", "SB-H-02"), defect="the content type is looked at before the token",
        old='    tenant = None if route.open else tenants.of(request.environ.get("HTTP_AUTHORIZATION", ""))\n',
        new="    if route.body:\n"
            '        _check_content_type(request.environ.get("CONTENT_TYPE", ""))\n'
            '    tenant = None if route.open else tenants.of(request.environ.get("HTTP_AUTHORIZATION", ""))\n'),
    _accepted(
        id="no-allow", clauses=("SB-H-04",), defect="a 405 does not say which method is allowed",
        old='headers={"Allow": route.method},', new="headers={},"),
    _accepted(
        id="case-of-paths-ignored", clauses=("SB-H-04",), defect="a path in another case is taken for the right one",
        old="    route = ROUTES.get(request.path)\n",
        new="    route = next((each for path, each in ROUTES.items() if path.lower() == request.path.lower()), None)\n"),
    _accepted(
        id="charset-refused", clauses=("SB-H-04",), defect="a content type with parameters gets 415",
        old='content_type.partition(";")[0].strip().lower() != "application/json"', new='content_type != "application/json"'),
    _accepted(
        id="any-json-like-type", clauses=("SB-H-04",), defect="any content type that ends in json is taken",
        old='content_type.partition(";")[0].strip().lower() != "application/json"',
        new='not content_type.partition(";")[0].strip().lower().endswith("json")'),
    _bodied(
        id="size-limit-one-too-low", clauses=("SB-H-04",), defect="a body of exactly max_body_bytes gets 413",
        old="    if len(body) > most:", new="    if len(body) >= most:"),
    _bodied(
        id="size-limit-one-too-high", clauses=("SB-H-04",), defect="a body of one byte more than max_body_bytes is taken",
        old="    if len(body) > most:", new="    if len(body) > most + 1:"),
    _refused(
        id="message-without-the-property", clauses=("SB-H-05",), defect="a refusal's Message does not name the property",
        old='super().__init__(f"{subject} {rule}: expected', new='super().__init__(f"{rule}: expected'),
    _refused(
        id="refusals-with-422", clauses=("SB-H-05", "SB-C-06"), defect="a wrong value gets 422, not 400",
        old='"bad-request", 400', new='"bad-request", 422'),
    _refused(
        id="not-configured-with-503", clauses=("SB-E-05",), defect="without a Scheduling the answer is 503",
        old='"not-configured", 400', new='"not-configured", 503'),
    _refused(
        id="unreachable-with-503", clauses=("SB-E-05",), defect="an unreachable Scheduling is told with 503",
        old='"unreachable", 502', new='"unreachable", 503'),
    Mutant(
        id="refusals-with-a-payload", clauses=("SB-H-05",), module="emulator.facades.servicebroker.answers",
        defect="a refusal by the facade itself has an empty Payload",
        old='"Code": refusal.code, "Message": message}', new='"Code": refusal.code, "Message": message, "Payload": {}}'),
    Mutant(
        id="refused-after-the-call", clauses=("SB-H-05", "SB-P-01"), module="emulator.facades.servicebroker.facade",
        defect="a request whose values are wrong is refused, and Scheduling called all the same",
        old='        broker = self._settings.validation == "broker"\n',
        new='        broker = self._settings.validation == "broker"\n'
            '        if isinstance(body.get("Id", ""), dict | list):\n'
            "            self._client.call(operation, {**tenant.login}, calls)\n"),
)
# fmt: on
