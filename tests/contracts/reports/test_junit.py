"""The run as JUnit XML."""

from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped

from contracts.reports.junit import Junit
from tests.contracts.reports.stream import BROKEN_RUN, KEPT_RUN, RICH_RUN, nasty_run, planted_run, tell_all

PROPERTIES = """\
    <properties>
      <property name="outcome" value="{outcome}" />
      <property name="seed" value="7" />
      <property name="profile" value="quick" />
      <property name="target" value="the emulator in this process" />
      <property name="version" value="0.1.0" />
    </properties>
"""


@pytest.fixture
def written(tmp_path):
    def write(events) -> str:
        tell_all(events, Junit(tmp_path / "junit.xml"))
        assert [path.name for path in tmp_path.iterdir()] == ["junit.xml"]
        return (tmp_path / "junit.xml").read_text("utf-8")

    return write


def test_each_clause_and_check_is_a_test_case(written):
    assumed = '      <property name="SB-E-03" value="assumed (error_status)" />\n'
    assert written(KEPT_RUN).replace(assumed, "").replace(PROPERTIES.format(outcome="kept"), "") == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<testsuites name="contracts" time="1.500" tests="5" failures="0" errors="0" skipped="3">\n'
        '  <testsuite name="scheduling" tests="1" failures="0" errors="0" skipped="0">\n'
        '    <testcase classname="SCH-T-07" name="values_arrive" time="0.000" assertions="1200" />\n'
        "  </testsuite>\n"
        '  <testsuite name="servicebroker" tests="4" failures="0" errors="0" skipped="3">\n'
        '    <testcase classname="SB-C-01" name="values_arrive" time="0.000" assertions="1200" />\n'
        '    <testcase classname="SB-C-04" name="documented" time="0.000">\n'
        '      <skipped message="no check put it to the test" />\n'
        "    </testcase>\n"
        '    <testcase classname="SB-E-03" name="assumed (error_status)" time="0.000">\n'
        '      <skipped message="no check put it to the test" />\n'
        "    </testcase>\n"
        '    <testcase classname="SB-N-01" name="documented" time="0.000">\n'
        '      <skipped message="the document has no such operation" />\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="run" tests="0" failures="0" errors="0" skipped="0">\n'
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_broken_clause_is_a_failure_and_a_broken_phase_an_error(written):
    root = ElementTree.fromstring(written(BROKEN_RUN))

    cases = {(case.get("classname"), case.get("name")): case for case in root.iter("testcase")}
    failure = cases["SB-C-04", "a_job_is_cancelled_once"].find("failure")
    assert failure.get("message") == "Job J-1 is cancelled again"
    assert "F1\nSB-C-04  An unknown job is code 1.\n" in failure.text
    assert "  expected: False\n  found:    True\n" in failure.text
    assert "  seen:     3 times in mapping of CancelJob\n" in failure.text
    assert cases["SB-C-01", "a_job_is_cancelled_once"].find("failure") is not None
    assert cases["SB-C-01", "values_arrive"].find("failure") is None
    assert cases["phase", "codes"].find("error").get("message") == "KeyError: 'code'"
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["7", "2", "1", "2"]


def test_a_failure_of_no_clause_is_told_too(written):
    from contracts.failures import Failure
    from contracts.run.events import Checked

    events = (*KEPT_RUN[:-1], Checked(name="schema", clauses=(), failures=(Failure("is no JSON"),)), KEPT_RUN[-1])

    root = ElementTree.fromstring(written(events))
    (case,) = root.findall("testsuite[@name='run']/testcase")
    assert (case.get("name"), case.find("failure").get("message")) == ("schema", "is no JSON")


def test_any_value_makes_valid_xml(written):
    root = ElementTree.fromstring(written(nasty_run()))

    shown = r"\x00\x1b[31m\ud800<&]]>" + "\U0001f600" + r"\ufffe"
    (failure,) = root.iter("failure")
    assert failure.get("message") == f"message {shown}"
    assert f"where {shown}\n" in failure.text
    (error,) = root.iter("error")
    assert error.get("message") == f"error {shown}"
    assert f"reason {shown}" in [skipped.get("message") for skipped in root.iter("skipped")]


@pytest.mark.parametrize("events", [KEPT_RUN, RICH_RUN, BROKEN_RUN, nasty_run(), planted_run("<b>&'\"")])
def test_a_reader_of_junit_counts_what_the_report_counts(written, events):
    read = JUnitXml.fromroot(ElementTree.fromstring(written(events).encode()))

    cases = [case for suite in read for case in suite]
    kinds = [type(result) for case in cases for result in case.result]
    assert (read.tests, read.failures, read.errors, read.skipped) == (
        len(cases),
        kinds.count(Failure),
        kinds.count(Error),
        kinds.count(Skipped),
    )
    for suite in read:
        assert suite.tests == len(list(suite))
        assert {each.name for each in suite.properties()} >= {"outcome"}
    assert all(case.classname and case.name for case in cases)


def test_a_clause_tells_its_basis_and_the_setting_in_force_and_what_was_required(written):
    root = ElementTree.fromstring(written(RICH_RUN))

    case = next(case for case in root.iter("testcase") if case.get("classname") == "SB-E-03")
    assert case.get("name") == "assumed (error_status=200)"
    (assumed,) = root.findall("testsuite[@name='servicebroker']/properties/property[@name='SB-E-03']")
    assert assumed.get("value") == "assumed (error_status=200)"
    assert root.findall("testsuite[@name='scheduling']/properties/property[@name='SB-E-03']") == []


def test_a_real_failing_run_can_be_read(failed):
    folder, verdict = failed

    read = JUnitXml.fromfile(str(folder / "junit.xml"))

    failing = {case.classname for suite in read for case in suite for each in case.result if isinstance(each, Failure)}
    assert {clause for group in verdict.groups for clause in group.clauses} <= failing
    missed = [case for suite in read for case in suite if case.name == "required"]
    assert [(case.classname, case.result[0].message) for case in missed] == [
        ("SB-P-02", "required, and not exercised: no check put it to the test")
    ]
