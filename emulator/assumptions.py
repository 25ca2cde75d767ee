"""What nothing public decides: each guess by its clause, a row each, with the setting that changes it where there is one."""

from dataclasses import dataclass

from emulator.settings import setting_rows

_DEFAULTS = {row.name: row.default for row in setting_rows()}


@dataclass(frozen=True, slots=True)
class Assumption:
    """A clause of contracts/clauses with the basis ``assumed``: what was chosen, and the setting that chooses otherwise."""

    clause: str
    says: str
    setting: str | None = None

    @property
    def default(self) -> object:
        """The setting's default; None where there is no setting."""
        return _DEFAULTS[self.setting] if self.setting else None


ASSUMPTIONS = (
    # -- the Scheduling system: transport
    Assumption("SCH-T-02", "SOAP 1.1 is spoken beside 1.2", "soap_versions"),
    Assumption("SCH-T-04", "children qualified with the message namespace are accepted", "profile"),
    Assumption("SCH-T-08", "which faults malformed envelopes get, with which HTTP status"),
    Assumption("SCH-T-10", "document types and entities are refused, bodies and nesting have a limit"),
    Assumption("SCH-T-11", "any text of XML 1.0 survives the round trip, in UTF-8 and UTF-16"),
    Assumption("SCH-T-12", "what the schema does not allow is tolerated", "profile"),
    # -- the Scheduling system: returns and login
    Assumption("SCH-R-04", "errNote is absent", "err_notes"),
    Assumption("SCH-L-02", "with no logins configured anybody may call; a wrong login gets an ordinary error", "logins"),
    # -- the Scheduling system: CancelJob
    Assumption("SCH-C-07", "a second cancel gets code 1; of many at once one succeeds"),
    Assumption("SCH-C-08", "a job of any dispatch status can be cancelled", "cancel_started"),
    Assumption("SCH-C-09", "a standard activity cannot be cancelled as a job: code 1"),
    Assumption("SCH-C-10", "any unsigned cancelReasonId is accepted; login, then the reason, then the job is looked at"),
    Assumption("SCH-C-11", "a missing jobID is an empty one; a reason may lack its id, or use the older element", "profile"),
    # -- the Scheduling system: GetChangedWorkItems
    Assumption("SCH-G-10", "time stamps are one ascending series for all units; 0 means everything"),
    Assumption("SCH-G-11", "a stamp that was never given out, or is no number, gets 504"),
    Assumption("SCH-G-12", "an unknown, empty, missing or over-long FRUID gets 278; case counts"),
    Assumption("SCH-G-13", "an unknown option, or a JeopOnly that is no boolean, gets 80"),
    Assumption(
        "SCH-G-14", "a unit's max_work_items outside 1..100000 gets 281; a valid one cuts the reply, which can be continued"
    ),
    Assumption("SCH-G-15", "the order of checks: login, FRUID, options, maximum, time stamp"),
    # -- the Scheduling system: jeopardy
    Assumption("SCH-J-03", "promise is set with missedAppt, pastContract and beforeContract"),
    Assumption("SCH-J-05", "overdue is in minutes, negative when early; the promise counts before the contract"),
    Assumption("SCH-J-06", "states that are not derived are set by hand; derived ones cannot be"),
    # -- the ServiceBroker facade
    Assumption("SB-H-04", "the order in which a request is checked, and the statuses"),
    Assumption("SB-H-05", "the shape of a refusal: Success, Code, Message"),
    Assumption("SB-E-03", "a Scheduling error comes with HTTP 200", "error_status"),
    Assumption("SB-E-04", "a Scheduling warning is a success"),
    Assumption("SB-E-05", "what the facade answers when Scheduling fails, is silent or is not there"),
    Assumption("SB-C-05", "a missing, empty or over-long Id is passed on", "validation"),
    Assumption("SB-C-06", "which values of CancelJob are refused with 400"),
    Assumption("SB-C-07", "null is absent in a CancelReason; an empty one is sent as it is"),
    Assumption("SB-G-04", "a missing, empty or over-long FRU, and missing Options, are passed on", "validation"),
    Assumption("SB-G-05", "an OffsetId of any type is sent as text; Scheduling decides"),
    Assumption("SB-G-06", "a JeopOnly of any type is sent as text; Scheduling decides"),
    Assumption("SB-G-07", "the members of a WorkItem beyond its Id"),
    Assumption("SB-G-08", "times in WorkItems are ISO 8601 UTC", "workitem_times"),
    # -- the Azure Job Router facade
    Assumption("AZ-C-04", "how jobId, note and dispositionCode become a JobCancelRequest", "azure_disposition_codes"),
    Assumption("AZ-C-05", "what Scheduling does not know is 404, whatever else it does not do 500"),
    Assumption("AZ-C-06", "a completed, closed or cancelled job cannot be cancelled: 409", "azure_cancel_terminal"),
    Assumption("AZ-C-07", "the path of a POST splits at its last colon"),
    Assumption("AZ-E-02", "errors are wrapped as documented, not as recorded", "azure_error_wrapper"),
    Assumption("AZ-E-03", "the order in which a request is checked, and the statuses"),
    Assumption("AZ-L-04", "a live job cannot be deleted: 409"),
    Assumption("AZ-L-05", "a job made there is an unresourced work item; one that was not made there is unknown", "azure_unit"),
    # -- the JOC facade
    Assumption("JOC-D-03", "dateTo as h, m or s is now plus that; with d, w, M or y it is the end of the period", "joc_quirks"),
    Assumption("JOC-M-01", "one SOAP cancel for each order; what many of them come to together"),
    Assumption("JOC-M-02", "kill is kept in the audit trail, and changes nothing"),
    Assumption("JOC-M-03", "an order is an unresourced work item; its id has no more than 50 characters", "joc_unit"),
    # -- the CRM.COM facade
    Assumption("CRM-E-02", "the codes of errors, and an HTTP status that says what the error is", "crm_error_status"),
    Assumption("CRM-M-01", "a job's number is the jobID, a reason has a configured number and sends its name", "crm_reasons"),
    Assumption("CRM-M-02", "a job made there is an unresourced work item, and CANCELLED once that is gone", "crm_unit"),
)
