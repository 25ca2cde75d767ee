"""Mutants of the SOAP operations: logins, results, options, what is looked at first (SCH-L, SCH-R, SCH-C, SCH-G)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_served = partial(Mutant, module="emulator.soap_server.service")
_valued = partial(Mutant, module="emulator.soap_server.values")
_replied = partial(Mutant, module="emulator.soap_server.replies")
_coded = partial(Mutant, module="emulator.return_codes")
_logged_in = partial(Mutant, module="emulator.scheduling.operations.login")

# fmt: off
MUTANTS = (
    _coded(
        id="maximum-refused-as-282", clauses=("SCH-R-03", "SCH-G-14", "SB-G-03"), defect="a wrong maximum gets code 282",
        old="MAX_INVALID = 281", new="MAX_INVALID = 282"),
    _coded(
        id="unknown-job-as-a-warning", clauses=("SCH-R-02", "SCH-R-03", "SCH-C-06", "SCH-C-07", "SB-C-04"), defect="an unknown job gets a Warning",
        old="JOBID_INVALID = 1, ResultType.ERROR", new="JOBID_INVALID = 1, ResultType.WARNING"),
    _served(
        id="login-accepts-anybody", clauses=("SCH-L-03", "SCH-L-02"), defect="Login says OK to a wrong login",
        old="        log_in(call.system.allowed, values.credentials(request))\n        return {}", new="        return {}"),
    _served(
        id="reason-before-the-login", clauses=("SCH-C-10", "SCH-L-02"), defect="a wrong reason is a fault before a wrong login is refused",
        old="        log_in(call.system.allowed, login)\n"
            "        knows = call.system.parameters.knows_cancel_reasons\n"
            '        reason = values.cancel_reason(request.structure("cancelReason")) if knows else None\n',
        new="        knows = call.system.parameters.knows_cancel_reasons\n"
            '        reason = values.cancel_reason(request.structure("cancelReason")) if knows else None\n'
            "        log_in(call.system.allowed, login)\n"),
    _served(
        id="no-stamp-on-an-error", clauses=("SCH-G-02",), defect="a poll that ends in an error has no timeStampOut",
        old='on_error={"timeStampOut": 0}', new="on_error=None"),
    _served(
        id="errors-take-effect", clauses=("SCH-R-02", "SCH-R-03"), defect="a call that ends in an Error has taken effect",
        old='                    return {**(on_error or {}), "result": replies.result(ResultType.ERROR, ordered.code)}\n',
        new="                    method(call, received)\n"
            '                    return {**(on_error or {}), "result": replies.result(ResultType.ERROR, ordered.code)}\n'),
    _served(
        id="warnings-take-no-effect", clauses=("SCH-R-02", "SCH-R-03", "SCH-C-03"), defect="a call that ends in a Warning has no effect",
        old="ordered.type == ResultType.ERROR.value and", new="ordered.type != ResultType.OK.value and"),
    _served(
        id="user-not-audited", clauses=("SCH-C-02",), defect="the audit entry has no spUser",
        old="user=login.sp_user if login else None,", new="user=None,"),
    _logged_in(
        id="password-not-compared", clauses=("SCH-L-02", "SCH-L-03"), defect="a right databaseUser is enough to log in",
        old="    return all(equal)", new="    return equal[0]"),
    _valued(
        id="signed-reason-ids-in-soap", clauses=("SCH-C-10",), defect="a cancelReasonId over 2147483647 is a fault",
        old="_UNSIGNED_INT = 2**32 - 1", new="_UNSIGNED_INT = 2**31 - 1"),
    _valued(
        id="reason-of-501", clauses=("SCH-C-11", "SCH-C-01"), defect="a reason's text of 501 characters is taken",
        old="LONGEST_REASON = 500", new="LONGEST_REASON = 501"),
    _valued(
        id="reason-in-bytes", clauses=("SCH-C-11", "SCH-C-01"), defect="a reason's text is measured in bytes",
        old="text is not None and len(text) > LONGEST_REASON", new="text is not None and len(text.encode()) > LONGEST_REASON"),
    _valued(
        id="unknown-options-ignored", clauses=("SCH-G-13",), defect="an option that the API does not know is passed over",
        old='        return False, "options"\n', new="        pass\n"),
    _valued(
        id="jeop-only-by-its-word", clauses=("SCH-G-13",), defect="JeopOnly 1 is no value",
        old='_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}', new='_BOOLEANS = {"true": True, "false": False}'),
    _valued(
        id="empty-jeop-only-is-false", clauses=("SCH-G-13",), defect="an empty JeopOnly counts as false",
        old='_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}',
        new='_BOOLEANS = {"true": True, "1": True, "false": False, "0": False, "": False}'),
    _valued(
        id="signs-in-stamps", clauses=("SCH-G-11",), defect="a timeStampIn with a plus is read",
        old="    digits = text.strip(_WHITE_SPACE)\n", new='    digits = text.strip(_WHITE_SPACE).removeprefix("+")\n'),
    _valued(
        id="any-digits", clauses=("SCH-G-11", "SCH-C-10"), defect="digits of other scripts are read as numbers",
        old="    if not (digits.isascii() and digits.isdigit()):", new="    if not digits.isdecimal():"),
    _replied(
        id="notes-always", clauses=("SCH-R-04",), defect="an errNote is there though err_notes is off",
        old='refused.field}" if err_notes else None', new='refused.field}"'),
    _replied(
        id="status-of-unresourced-left-out", clauses=("SCH-C-04",), defect="jobInfo of an unresourced job has no disStatus",
        old='status = None if unresourced_status == "absent" else unresourced_status', new="status = None"),
    _replied(
        id="empty-employee", clauses=("SCH-C-04",), defect="jobInfo of an unresourced job has an empty empID",
        old='"empID": job.employee,\n    }', new='"empID": job.employee or "",\n    }'),
    _replied(
        id="activities-are-fixed", clauses=("SCH-G-03",), defect="a fixed activity has isFixed true",
        old="item.fixed and item.type is WorkItemType.JOB", new="item.fixed"),
    _replied(
        id="empty-jeopardy", clauses=("SCH-G-03", "SCH-J-01"), defect="an item in no jeopardy has an empty jobJeopardy",
        old="dict.fromkeys(jeopardy.elements, True) if jeopardy.bits else None", new="dict.fromkeys(jeopardy.elements, True)"),
    _replied(
        id="more-always", clauses=("SCH-G-14",), defect="more stands in every reply, false where nothing remains",
        old="True if changed.more else None", new="changed.more"),
    _replied(
        id="warning-without-job-info", clauses=("SCH-C-03", "SCH-C-08"), defect="a Warning for a started job comes without jobInfo",
        old='settings.cancel_started_code, note)\n', new='settings.cancel_started_code, note)\n        del reply["jobInfo"]\n'),
)
# fmt: on
