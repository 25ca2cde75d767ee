"""A scenario file is read strictly: a mistake is told with its file, its line, and what would be right."""

import re

import pytest

from contracts.scenarios.life import ControlCall, PlainRest, RawPost, RestCall, SoapMessage
from contracts.scenarios.matching import Kind, Matcher
from contracts.scenarios.reader import Mistake, read_life
from tests.contracts.scenarios.lives import life, written


def test_a_life_is_named_after_its_file_and_belongs_to_its_folders_system(tmp_path):
    read = read_life(written(tmp_path, "- {call: CancelJob}\n", name="a_job_is_cancelled_once"))

    assert (read.name, read.system, read.promise, read.clauses) == (
        "a_job_is_cancelled_once",
        "servicebroker",
        "It holds.",
        ("X-1",),
    )


def test_each_kind_of_step_is_read(tmp_path):
    read = life(
        tmp_path,
        """
        - {call: CancelJob, body: {Id: J-1}, expect: {Success: true}, keep: {id: Payload.OffsetId}}
        - {soap: CancelJob, version: "1.1", prefix: "", fields: {jobID: J-1}}
        - {post: /, hex: ff, status: 400}
        - {http: "GET /soap?wsdl"}
        - {control: POST /clock/advance, body: {seconds: 60}, refused: true}
        - {rest: "GET /up/v5/bns/win?limit=1", headers: {Authorization: Bearer t}}
        - {rest: POST /x, body: {a: 1}}
        - {rest: POST /x, text: "{"}
        """,
    )

    actions = [step.action for step in read.steps]
    assert actions[0] == RestCall(operation="CancelJob", body={"Id": "J-1"})
    assert actions[1] == SoapMessage(operation="CancelJob", version="1.1", prefix="", fields={"jobID": "J-1"})
    assert actions[2] == RawPost(path="/", hex="ff")
    assert actions[4] == ControlCall(method="POST", path="/clock/advance", body={"seconds": 60}, refused=True)
    assert actions[5] == PlainRest(method="GET", path="/up/v5/bns/win?limit=1", headers={"Authorization": "Bearer t"})
    assert actions[6] == PlainRest(method="POST", path="/x", body={"a": 1})
    assert actions[7] == PlainRest(method="POST", path="/x", text="{")
    assert [step.line for step in read.steps] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert read.steps[0].keep == {"id": "Payload.OffsetId"}
    assert (read.steps[0].expect.status, read.steps[2].expect.status) == (200, 400)


def test_given_rows_become_control_calls_with_a_plan_of_their_own(tmp_path):
    head = """\
    given:
      - {unit: U1, max_work_items: 2}
      - {job: J-1, unit: U1, employee: null}
      - {activity: A-1, unit: U1, status: LoggedOn}
    """

    unit, job, activity = life(tmp_path, "- {call: CancelJob}\n", head=head).given

    assert (unit.path, unit.body) == ("/units", {"id": "U1", "max_work_items": 2})
    assert job.body == {"id": "J-1", "type": "Job", "unit": "U1", "employee": None}
    assert activity.body["employee"] == "TECH01"
    assert activity.body["start"] == "2026-01-05T09:00:00Z"


def test_yaml_has_no_surprises(tmp_path):
    read = life(
        tmp_path, "- {call: CancelJob, body: {a: yes, b: on, c: 2026-01-05T09:00, d: 012, e: 1e0, f: true, g: ~, h: 12}}\n"
    )

    body = read.steps[0].action.body
    assert body == {"a": "yes", "b": "on", "c": "2026-01-05T09:00", "d": "012", "e": 1.0, "f": True, "g": None, "h": 12}


def test_a_tag_makes_a_rule_of_a_value(tmp_path):
    read = life(tmp_path, '- {call: CancelJob, expect: {a: !absent , b: !not 0, c: !not "0", d: !exactly {e: !ids [x]}}}\n')

    assert read.steps[0].expect.body == {
        "a": Matcher(Kind.ABSENT, None),
        "b": Matcher(Kind.NOT, 0),
        "c": Matcher(Kind.NOT, "0"),
        "d": Matcher(Kind.EXACTLY, {"e": Matcher(Kind.IDS, ["x"])}),
    }


@pytest.mark.parametrize(
    ("steps", "head", "line", "says"),
    [
        ("- {cal: CancelJob}\n", "", 4, "exactly one of call, rest, soap, post, http, control; found none"),
        ("- {call: A, soap: Quit}\n", "", 4, "found call, soap"),
        ("- {call: A,\n   expct: {}}\n", "", 5, "'expct' is no key of a 'call' step; do you mean 'expect'?"),
        ("- {call: A, fields: {}}\n", "", 4, "'fields' is no key of a 'call' step"),
        ("- {soap: Cancel}\n", "", 4, "soap must be one of CancelJob, GetChangedWorkItems, Login, Quit, found 'Cancel'"),
        ("- {soap: Quit, version: 1.1}\n", "", 4, "version must be a text, found 1.1"),
        ("- {rest: get /x}\n", "", 4, "rest must be a method and a path"),
        ("- {rest: GET x}\n", "", 4, "rest must be a method and a path"),
        ("- {rest: GET /x, repeat: {}}\n", "", 4, "'repeat' is no key of a 'rest' step"),
        ("- {rest: POST /x, body: {},\n   text: t}\n", "", 5, "a 'rest' step has a body or a text, found both"),
        ("- {http: get /x}\n", "", 4, "http must be a method and a path"),
        ("- {call: A, status: '200'}\n", "", 4, "status must be a whole number, found '200'"),
        ("- {control: POST /x, refused: maybe}\n", "", 4, "refused must be true or false, found 'maybe'"),
        ("- {call: A, expect: !abset }\n", "", 4, "!abset is no rule. Allowed: !absent"),
        ("- {call: A, expect: }\n", "", 4, "expect is empty"),
        ("- {post: /, repeat: {X: [a]}}\n", "", 4, "repeat.X must be [text, times]"),
        ("- {call: A, body: {a: 1, a: 2}}\n", "", 4, "the key 'a' stands twice"),
        ("- {call: A\n", "", 5, "this is no YAML"),
        ("- call: A\n", "gven: []\n", 3, "'gven' is no key of a scenario; do you mean 'given'?"),
        ("- call: A\n", "given: [{job: J-1, unit: U1, operative: T}]\n", 3, "'operative' is no key of given"),
        ("- call: A\n", "given: [{job: J-1}]\n", 3, "a given job needs the key 'unit', found job"),
        ("- call: A\n", "given: [{unit: U1, status: Fixed}]\n", 3, "'status' is no key of a given unit"),
        ("- call: A\n", "given: {}\n", 3, "given must be a list, found a mapping"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_what_is_allowed(tmp_path, steps, head, line, says):
    path = written(tmp_path, steps, head=head)

    with pytest.raises(Mistake, match=re.escape(says)) as mistake:
        read_life(path)

    assert str(mistake.value).startswith(f"{path}:{line}: ")


def test_an_unknown_key_lists_the_allowed_ones(tmp_path):
    path = written(tmp_path, "- {control: GET /x, colour: red}\n")

    with pytest.raises(Mistake, match="Allowed: body, contains, control, expect, keep, lacks, refused, reply"):
        read_life(path)


def test_a_file_without_promise_or_anything_is_a_mistake(tmp_path):
    no_promise, empty, no_steps = tmp_path / "a.yaml", tmp_path / "b.yaml", tmp_path / "c.yaml"
    no_promise.write_text("steps: [{call: A}]\nclauses: []\n")
    empty.write_text("# nothing\n")
    no_steps.write_text("promise: P\nclauses: []\nsteps: []\n")

    with pytest.raises(Mistake, match="a scenario needs the key 'promise', found clauses, steps"):
        read_life(no_promise)
    with pytest.raises(Mistake, match="the file is empty"):
        read_life(empty)
    with pytest.raises(Mistake, match=r"c\.yaml:3: a scenario needs at least one step"):
        read_life(no_steps)
