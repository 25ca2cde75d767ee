"""What a JobCancelRequest holds: the id of a job, and a reason (SCH-C-06, SCH-C-10 to SCH-C-12)."""

import pytest

from tests.emulator.scheduling.items import job
from tests.emulator.soap_server.soap import cancel, reason

ASTRAL = "\U0001f6e0"
ALL = ["J-1", "J-2", "700001"]
NIL = 'xsi:nil="true"'

# -- jobID (SCH-C-06, SCH-C-11)


@pytest.mark.parametrize("job_id", [None, "", "x" * 51, ASTRAL * 51])
def test_a_missing_empty_or_long_job_id_gets_code_1_or_in_strict_a_fault(soap, strict, job_id):
    assert soap.cancel(job_id).result == ("Error", 1)
    assert strict.sender_fault(cancel(job_id))


@pytest.mark.parametrize("job_id", ["x" * 50, ASTRAL * 50, " ", "700001"])
def test_an_id_that_is_no_jobs_gets_code_1_in_both(either, job_id):
    answer = either.cancel(job_id)

    assert answer.result == ("Error", 1)
    assert [child.tag for child in answer.root] == ["result"]
    assert either.jobs == ALL


@pytest.mark.parametrize("job_id", [ASTRAL * 50, "x" * 50])
def test_lengths_are_in_code_points_in_both(either, job_id):
    either.put(job(job_id))

    assert either.cancel(job_id).text("jobInfo/jobID") == job_id


# -- cancelReason (SCH-C-10, SCH-C-11, SCH-C-12)

NO_UNSIGNED_INT = [
    "", " ", "x", "-1", "+1", "1.0", "1e3", "4294967296", "9" * 5000, "0x1", "1 2", "\u0661", "\u00b2", "true", "1_000",
    "\u00a01",
]  # fmt: skip


@pytest.mark.parametrize("number", NO_UNSIGNED_INT)
def test_a_reason_id_that_is_no_unsigned_int_is_a_fault_in_both(either, number):
    found = either.sender_fault(cancel("J-1", reason(f"<cancelReasonId>{number}</cancelReasonId>")))

    assert "cancelReasonId" in found
    assert len(found) < 6000


def test_a_reason_id_that_is_none_is_told_with_what_was_expected(soap):
    found = soap.sender_fault(cancel("J-1", reason(f"<cancelReasonId>{'7' * 100}</cancelReasonId>")))

    assert found == f"cancelReasonId is '{'7' * 40}...'; expected a whole number from 0 to 4294967295"


@pytest.mark.parametrize(
    ("text", "number"), [("0", 0), ("4294967295", 4294967295), (" \t7\r\n", 7), ("0" * 5000 + "1", 1), ("999", 999)]
)
def test_any_unsigned_int_is_kept_as_reason_id(either, text, number):
    assert either.cancel("J-1", reason(f"<cancelReasonId>{text}</cancelReasonId>")).result == ("OK", 0)
    assert [(entry.job, entry.reason_id, entry.reason) for entry in either.audit] == [("J-1", number, None)]


@pytest.mark.parametrize("text", ["", " ", " two\n words ", ASTRAL * 500, "x" * 500])
def test_a_reason_text_is_kept_exactly(either, text):
    content = f"<cancelReasonId>1</cancelReasonId><cancelReasonDesc>{text}</cancelReasonDesc>"

    assert either.cancel("J-1", reason(content)).result == ("OK", 0)
    assert [entry.reason for entry in either.audit] == [text]


@pytest.mark.parametrize("text", ["x" * 501, ASTRAL * 501])
def test_a_reason_text_over_500_is_a_fault_in_both(either, text):
    content = f"<cancelReasonId>1</cancelReasonId><cancelReasonDesc>{text}</cancelReasonDesc>"

    found = either.sender_fault(cancel("J-1", reason(content)))

    assert "cancelReasonDesc" in found
    assert "501" in found


@pytest.mark.parametrize(
    ("content", "reason_id", "text"),
    [
        ("", None, None),
        ("<cancelReasonDesc>wet</cancelReasonDesc>", None, "wet"),
        ("<cancelDescription>old</cancelDescription>", None, "old"),
        ("<cancelReasonId>3</cancelReasonId><cancelDescription>old</cancelDescription>", 3, "old"),
        ("<cancelDescription>old</cancelDescription><cancelReasonDesc>new</cancelReasonDesc>", None, "new"),
        ("<cancelReasonDesc>wet</cancelReasonDesc><cancelReasonId>3</cancelReasonId>", 3, "wet"),
        (f"<cancelReasonId {NIL}>x</cancelReasonId>", None, None),
        ("<other>1</other>", None, None),
    ],
)
def test_a_reason_without_an_id_or_with_the_older_name_is_read_by_lenient_alone(soap, strict, content, reason_id, text):
    assert soap.cancel("J-1", reason(content)).result == ("OK", 0)
    assert [(entry.reason_id, entry.reason) for entry in soap.audit] == [(reason_id, text)]
    assert strict.sender_fault(cancel("J-1", reason(content)))


def test_the_older_name_has_the_same_length(soap):
    assert "501" in soap.sender_fault(cancel("J-1", reason(f"<cancelDescription>{'x' * 501}</cancelDescription>")))


def test_a_reason_is_looked_at_before_the_job(soap):
    assert "cancelReasonId" in soap.sender_fault(cancel("J-0", reason("<cancelReasonId>x</cancelReasonId>")))


@pytest.mark.parametrize("profile", ["lenient", "strict"])
@pytest.mark.parametrize("version", ["11.2", "11", "9.3", "1"])
def test_a_version_below_11_3_ignores_the_reason_even_one_that_cannot_be(make_soap, version, profile):
    old = make_soap(scheduling_version=version, profile=profile)

    answer = old.cancel("J-1", reason(f"<cancelReasonId>x</cancelReasonId><cancelReasonDesc>{'x' * 501}</cancelReasonDesc>"))

    assert answer.result == ("OK", 0)
    assert [(entry.reason_id, entry.reason) for entry in old.audit] == [(None, None)]


@pytest.mark.parametrize("version", ["11.3", "11.3.0", "11.10", "12", "14.2"])
def test_a_version_from_11_3_on_knows_the_reason(make_soap, version):
    new = make_soap(scheduling_version=version)

    new.cancel("J-1", reason("<cancelReasonId>4</cancelReasonId>"))

    assert [entry.reason_id for entry in new.audit] == [4]
