"""What the text of a simple element means; the schema's lexical rules, kept by hand where a code or a fault depends on it."""

from emulator.scheduling.audit import CancelReason
from emulator.scheduling.operations.login import Credentials
from emulator.soap_server.envelopes import sender_fault
from emulator.soap_server.reading import Received

LONGEST_REASON = 500
_UNSIGNED_INT = 2**32 - 1
_UNSIGNED_LONG = 2**64 - 1
_WHITE_SPACE = " \t\r\n"
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def credentials(login: Received | None) -> Credentials | None:
    """Read a login; a missing part is None."""
    if login is None:
        return None
    return Credentials(database_user=login.text("databaseUser"), password=login.text("password"), sp_user=login.text("spUser"))


def cancel_reason(reason: Received | None) -> CancelReason | None:
    """Read a cancelReason; raise a Sender fault for an id that is no unsignedInt, or a text over 500 (SCH-C-10, SCH-C-11)."""
    if reason is None:
        return None
    text = reason.text("cancelReasonDesc")
    if text is None:
        text = reason.text("cancelDescription")
    if text is not None and len(text) > LONGEST_REASON:
        raise sender_fault(f"cancelReasonDesc has {len(text)} characters; expected up to {LONGEST_REASON}")
    number = reason.text("cancelReasonId")
    if number is None:
        return CancelReason(text=text)
    reason_id = unsigned(number, _UNSIGNED_INT)
    if reason_id is None:
        raise sender_fault(f"cancelReasonId is {_cut(number)!r}; expected a whole number from 0 to {_UNSIGNED_INT}")
    return CancelReason(id=reason_id, text=text)


def time_stamp(text: str | None, *, strict: bool) -> int | None:
    """Read a timeStampIn; -1 is one that is none, which strict answers with a Sender fault (SCH-G-11)."""
    if text is None:
        return None
    stamp = unsigned(text, _UNSIGNED_LONG)
    if stamp is None and strict:
        raise sender_fault(f"timeStampIn is {_cut(text)!r}; expected a whole number from 0 to {_UNSIGNED_LONG}")
    return -1 if stamp is None else stamp


def poll_options(options: Received | None) -> tuple[bool, str | None]:
    """Read JeopOnly, and name the option that is wrong, if one is (SCH-G-13)."""
    if options is None:
        return False, None
    if options.unknown:
        return False, "options"
    text = options.text("JeopOnly")
    if text is None:
        return False, None
    jeop_only = _BOOLEANS.get(text.strip(_WHITE_SPACE))
    return (False, "options/JeopOnly") if jeop_only is None else (jeop_only, None)


def unsigned(text: str, most: int) -> int | None:
    """Read ASCII digits, white space around them allowed; None when there is anything else or the number is over ``most``."""
    digits = text.strip(_WHITE_SPACE)
    if not (digits.isascii() and digits.isdigit()):
        return None
    digits = digits.lstrip("0") or "0"
    # The length comes first: Python refuses to read thousands of digits.
    return int(digits) if len(digits) <= len(str(most)) and int(digits) <= most else None


def _cut(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "..."
