"""What the schema does not allow: strict faults it before anything else, lenient answers it (SCH-T-12)."""

from threading import Barrier, Thread

import pytest

from tests.emulator.soap_server.soap import LOGIN, cancel, poll, reason

ASTRAL = "\U0001f6e0"
NIL = 'xsi:nil="true"'


NOT_IN_THE_SCHEMA = [
    (cancel("J-1", "<more/>"), ("OK", 0)),
    (cancel("J-1").replace("<jobID>", "<more><jobID>J-2</jobID></more><jobID>"), ("OK", 0)),
    (cancel("J-1", "<jobID>J-2</jobID>"), ("OK", 0)),
    (cancel("J-1", '<x:jobID xmlns:x="urn:other">J-2</x:jobID>'), ("OK", 0)),
    (f"<sp:JobCancelRequest><jobID>J-1</jobID>{LOGIN}</sp:JobCancelRequest>", ("OK", 0)),
    (
        f"<sp:JobCancelRequest>{reason('<cancelReasonId>1</cancelReasonId>')}<jobID>J-1</jobID>{LOGIN}</sp:JobCancelRequest>",
        ("OK", 0),
    ),
    (cancel("J-1", f"<cancelReason {NIL}/>"), ("OK", 0)),
    (cancel(None, f"<jobID {NIL}>J-1</jobID>"), ("Error", 1)),
    (cancel(None, f"<jobID {NIL.replace('true', ' 1 ')}>J-1</jobID>"), ("Error", 1)),
    (cancel(None, f"<jobID {NIL}/><jobID>J-1</jobID>"), ("Error", 1)),
    (cancel("J-1").replace("<sp:JobCancelRequest", '<sp:JobCancelRequest version="2"'), ("OK", 0)),
    (cancel(None, '<jobID type="x">J-1</jobID>'), ("OK", 0)),
    (cancel(None, "<jobID>J<x>zzz</x>-1</jobID>"), ("OK", 0)),
    (cancel("J-1").replace("<login>", "text <login>"), ("OK", 0)),
    (poll("NORTH", "<max>5</max>"), ("OK", 0)),
    (poll("NORTH", f"<timeStampIn {NIL}/>"), ("OK", 0)),
    (poll("NORTH", f"<options {NIL}><x/></options>"), ("OK", 0)),
    (poll("NORTH", f"<options><JeopOnly {NIL}>x</JeopOnly></options>"), ("OK", 0)),
    (poll("NORTH", "<options/><timeStampIn>0</timeStampIn>"), ("OK", 0)),
    (poll("NORTH", "<timeStampIn>0</timeStampIn><timeStampIn>x</timeStampIn>"), ("OK", 0)),
    ("<sp:QuitRequest><x/></sp:QuitRequest>", ("OK", 0)),
    ("<sp:LoginRequest/>", ("OK", 0)),
    # Without a login, which nobody configured (SCH-L-02).
    (cancel("J-1", login=""), ("OK", 0)),
    (poll(login="<login/>"), ("OK", 0)),
    (poll(login=LOGIN.replace("SCHEMA", "S" * 31)), ("OK", 0)),
    (poll(login=LOGIN.replace("secret", "")), ("OK", 0)),
    (poll(login=LOGIN.replace("clerk", "c" * 257)), ("OK", 0)),
]


@pytest.mark.parametrize(("message", "result"), NOT_IN_THE_SCHEMA)
def test_what_the_schema_does_not_allow_is_overlooked_by_lenient_and_a_fault_in_strict(soap, strict, message, result):
    assert soap.call(message).result == result
    assert strict.sender_fault(message).startswith("the request breaks the schema: ")


@pytest.mark.parametrize(
    "message",
    [
        cancel("J-1"),
        cancel("J-1", reason("<cancelReasonId>0</cancelReasonId>")),
        cancel("J-1", reason("<cancelReasonId> 4294967295 </cancelReasonId><cancelReasonDesc></cancelReasonDesc>")),
        poll("NORTH", "<timeStampIn>0</timeStampIn><options><JeopOnly>true</JeopOnly></options>"),
        poll("NORTH", "<timeStampIn> 007 </timeStampIn><options><JeopOnly> 1 </JeopOnly></options>"),
        poll("NORTH", "<options/>"),
        poll(login=LOGIN.replace("SCHEMA", ASTRAL * 30).replace("secret", ASTRAL * 50).replace("clerk", ASTRAL * 256)),
        f"<sp:LoginRequest>{LOGIN[7:-8]}</sp:LoginRequest>",
        "<sp:QuitRequest/>",
    ],
)
def test_what_the_schema_allows_is_answered_alike_by_both(soap, strict, message):
    assert soap.call(message).result == strict.call(message).result == ("OK", 0)


def test_strict_tells_the_rule_that_is_broken(strict):
    assert "jobID" in strict.sender_fault(cancel("x" * 51))
    assert "'maxLength'" in strict.sender_fault(cancel("x" * 51))
    assert "sp:JobCancelRequest" not in strict.sender_fault(cancel("J-1", "<more/>"))


def test_strict_tells_each_of_many_callers_at_once_of_his_own_mistake(strict):
    barrier, found = Barrier(8), []

    def call(number: int) -> None:
        barrier.wait()
        for count in range(40):
            mark = f"x{number}-{count}-"
            answer = strict.call(cancel("J-1", f"<{mark}/>"))
            found.append(mark in answer.fault[2])

    threads = [Thread(target=call, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 320
