"""Mutants of the JOC facade (JOC-...)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_FACADE = "emulator.facades.joc"
_schema = partial(Mutant, module=f"{_FACADE}.schemas")
_selected = partial(Mutant, module=f"{_FACADE}.selection")
_cancelled = partial(Mutant, module=f"{_FACADE}.cancelling")
_dated = partial(Mutant, module=f"{_FACADE}.dates")
_answered = partial(Mutant, module=f"{_FACADE}.answers")
_facade = partial(Mutant, module=f"{_FACADE}.facade")
_refused = partial(Mutant, module=f"{_FACADE}.refusals")
_session = partial(Mutant, module=f"{_FACADE}.sessions")
_added = partial(Mutant, module=f"{_FACADE}.adding")

# fmt: off
MUTANTS = (
    _schema(
        id="joc-controller-of-99", clauses=("JOC-R-01",), defect="a controllerId of 100 characters is refused",
        old='"minLength": 1, "maxLength": 100}', new='"minLength": 1, "maxLength": 99}'),
    _schema(
        id="joc-order-ids-twice", clauses=("JOC-R-01",), defect="orderIds may hold an id twice",
        old='    "orderIds": {"type": "array", "uniqueItems": True, "items": _TEXT},', new='    "orderIds": {"type": "array", "items": _TEXT},'),
    _schema(
        id="joc-time-spent-below-zero", clauses=("JOC-R-01",), defect="timeSpent may be negative",
        old='timeSpent={"type": "integer", "minimum": 0}', new='timeSpent={"type": "integer"}'),
    _schema(
        id="joc-folders-need-not-be-absolute", clauses=("JOC-R-01",), defect="a folder may be relative",
        old="""r'^(/|(/[^/\\\\<>?:"|*]+)+)$'""", new="""r'^(/|(/?[^/\\\\<>?:"|*]+)+)$'"""),
    _schema(
        id="joc-unknown-members-refused", clauses=("JOC-R-02",), defect="a body with an unknown member breaks the schema",
        old='"required": list(required), "properties": properties}', new='"required": list(required), "properties": properties, "additionalProperties": False}'),
    Mutant(
        id="joc-duplicate-keys-taken", clauses=("JOC-R-02",), module="emulator.facades.json_text",
        defect="of a key that is there twice the last counts",
        old="    if len(members) < len(pairs):", new="    if not members and pairs:"),
    _cancelled(
        id="joc-folders-beat-ids", clauses=("JOC-R-03",), defect="the dates of a cancel are looked at beside its ids",
        old="        if ids and not deep:\n            return ids\n        tests = [] if ids else filters(body, calendar)",
        new="        tests = filters(body, calendar)\n        if ids and not deep:\n            return ids"),
    _selected(
        id="joc-folders-beside-workflows", clauses=("JOC-R-03",), defect="workflows and folders both filter",
        old='    if not tests and body.get("folders"):', new='    if body.get("folders"):'),
    _selected(
        id="joc-states-ignored", clauses=("JOC-R-03",), defect="states do not filter",
        old='    if body.get("states"):', new='    if body.get("state"):'),
    _selected(
        id="joc-folders-not-recursive", clauses=("JOC-R-01", "JOC-R-03"), defect="a folder does not mean those below it, unless it says so",
        old='folder.get("recursive", True))', new='folder.get("recursive", False))'),
    _selected(
        id="joc-other-controllers-too", clauses=("JOC-R-04",), defect="orders of every controller are selected",
        old='        elif record.document["controllerId"] == controller:', new="        elif controller:"),
    _cancelled(
        id="joc-one-unknown-is-enough", clauses=("JOC-R-05", "JOC-M-01"), defect="an id that names no order fails the whole cancel",
        old="    if any(one.outcome is Outcome.CANCELLED for one in cancellations):", new="    if cancellations and all(one.outcome is Outcome.CANCELLED for one in cancellations):"),
    _cancelled(
        id="joc-nothing-found-is-ok", clauses=("JOC-R-05",), defect="a cancel that finds nothing is a success",
        old="    if not failed:\n        raise _nothing_found()\n", new="    if not failed:\n        return\n"),
    _cancelled(
        id="joc-always-deep", clauses=("JOC-R-06",), defect="children are cancelled with their order whether that is asked for or not",
        old='        deep = body.get("deep", False)', new='        deep = body.get("deep", True)'),
    _selected(
        id="joc-siblings-are-children", clauses=("JOC-R-06",), defect="an id that begins with the order's is its child",
        old='CHILD = "|"', new='CHILD = "-"'),
    _dated(
        id="joc-weeks-on-sunday", clauses=("JOC-D-01",), defect="weeks start on Sunday",
        old="            return day - timedelta(days=day.weekday())", new="            return day - timedelta(days=day.isoweekday() % 7)"),
    _dated(
        id="joc-offset-beats-time-zone", clauses=("JOC-D-01",), defect="an offset beats timeZone",
        old="        if self.time_zone:\n", new="        if self.time_zone and not written:\n"),
    _dated(
        id="joc-days-from-now", clauses=("JOC-D-01",), defect="a period of days starts now, not at midnight",
        old="            start = at(datetime.combine(day, time()), zone)", new="            start = at(datetime.combine(day, here.time()), zone)"),
    Mutant(
        id="joc-second-of-a-fold", clauses=("JOC-D-01",), module=f"{_FACADE}.zones", defect="of two local times the second counts",
        old="    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)", new="    return local.replace(tzinfo=zone, fold=1).astimezone(UTC)"),
    _dated(
        id="joc-zero-is-midnight", clauses=("JOC-D-02",), defect="0 means this midnight",
        old="        return self.now\n\n    def _local", new="        return self.now.replace(hour=0, minute=0)\n\n    def _local"),
    _dated(
        id="joc-days-end-at-their-start", clauses=("JOC-D-03",), defect="as dateTo a period of days means its first midnight",
        old="            if until:\n                day", new="            if until and self.quirks:\n                day"),
    _selected(
        id="joc-dates-the-wrong-way-round", clauses=("JOC-D-04",), defect="dateFrom after dateTo selects nothing",
        old="    if first is not None and last is not None and first > last:", new="    if first is not None and last is not None and first > last and calendar.quirks:"),
    _refused(
        id="joc-bad-date-is-bad-request", clauses=("JOC-D-04", "JOC-E-02"), defect="a date that cannot be read is JOC-400",
        old='    BAD_DATE = 420, "JOC-405",', new='    BAD_DATE = 420, "JOC-400",'),
    _selected(
        id="joc-date-to-included", clauses=("JOC-D-05",), defect="an order that is scheduled for dateTo matches",
        old="order.scheduled < last)", new="order.scheduled <= last)"),
    _selected(
        id="joc-never-matches", clauses=("JOC-D-05",), defect="an order that is scheduled for never matches dates",
        old="            return not order.never\n", new="            return True\n"),
    _answered(
        id="joc-dates-in-seconds", clauses=("JOC-E-01", "JOC-E-02"), defect="dates have no milliseconds",
        old='isoformat(timespec="milliseconds")', new='isoformat(timespec="seconds")'),
    _answered(
        id="joc-answers-may-be-kept", clauses=("JOC-E-01",), defect="an answer may be kept by caches",
        old='"no-cache, no-store, must-revalidate"', new='"private"'),
    _facade(
        id="joc-ok-as-text", clauses=("JOC-E-01",), defect="ok is a text",
        old='            return {**dates, "ok": True}', new='            return {**dates, "ok": "true"}'),
    _refused(
        id="joc-schema-with-400", clauses=("JOC-E-02",), defect="what breaks the schema gets 400",
        old='    SCHEMA = 420,', new='    SCHEMA = 400,'),
    _refused(
        id="joc-unknown-controller-not-found", clauses=("JOC-E-02",), defect="an unknown controller is JOC-161",
        old='    UNKNOWN_CONTROLLER = 420, "JOC-404",', new='    UNKNOWN_CONTROLLER = 420, "JOC-161",'),
    _facade(
        id="joc-comment-never-required", clauses=("JOC-E-02",), defect="a comment that is required need not be there",
        old='and not body.get("auditLog", {}).get("comment"):', new='and "auditLog" not in body:'),
    _facade(
        id="joc-body-before-session", clauses=("JOC-E-03",), defect="the body is looked at before the session",
        old="        session = self._sessions.of(token)\n        if route is VERSION:\n            return answered(_RELEASE)\n        body = read_body(self._bytes(request), route)\n",
        new="        body = read_body(self._bytes(request), route) if route.schema else {}\n        session = self._sessions.of(token)\n        if route is VERSION:\n            return answered(_RELEASE)\n"),
    _facade(
        id="joc-controller-before-comment", clauses=("JOC-E-03",), defect="the controller is looked at before the permission",
        old="        if route.changes and session.account.read_only:\n", new='        if route.changes and session.account.read_only and body["controllerId"] in self._controllers:\n'),
    _session(
        id="joc-sessions-never-end", clauses=("JOC-A-01",), defect="a session that nobody uses stays open",
        old="if note is not None and self._is_open(note) else None", new="if note is not None else None"),
    _session(
        id="joc-log-out-ends-nothing", clauses=("JOC-A-01",), defect="a session that was ended is open still",
        old="            notes.remove(_key(token))\n        return session", new="            notes.get(_key(token))\n        return session"),
    _session(
        id="joc-use-is-no-use", clauses=("JOC-A-01",), defect="a call does not begin the time-out of a session anew",
        old="            self._note(notes, session)\n            return session\n", new="            return session\n"),
    _answered(
        id="joc-timeout-in-seconds", clauses=("JOC-A-01",), defect="the session's time-out is told in seconds",
        old="    milliseconds = int(TIMEOUT.total_seconds() * 1000)", new="    milliseconds = int(TIMEOUT.total_seconds())"),
    _cancelled(
        id="joc-comment-without-a-number", clauses=("JOC-M-01",), defect="a comment is sent without a reason's number",
        old='given = {"auditLog.comment": comment, "joc_default_reason_id": self._reason_id} if comment else {}', new='given = {"auditLog.comment": comment} if comment else {}'),
    _added(
        id="joc-names-with-an-underscore", clauses=("JOC-L-01",), defect="an order that is added comes under another id",
        old="            return order_id\n", new='            return order_id.replace("#T", "#t")\n'),
    Mutant(
        id="joc-orders-without-severity", clauses=("JOC-L-01",), module=f"{_FACADE}.orders", defect="an order's state has no severity",
        old='"state": {"severity": SEVERITIES[self.state], "_text": self.state},', new='"state": {"_text": self.state},'),
    Mutant(
        id="joc-cancelled-elsewhere-listed", clauses=("JOC-M-03", "JOC-R-04"), module=f"{_FACADE}.selection",
        defect="an order that was cancelled through another door is listed still",
        old="        if record.life is Life.GONE:\n            gone.append(record.id)\n        elif", new="        if"),
)
