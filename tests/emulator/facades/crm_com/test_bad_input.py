"""What is wrong with a request is told with a code, a status and a message, in CRM.COM's own shape (CRM-E-02, CRM-R-02)."""

import json

import pytest

from tests.emulator.facades.crm_com.conftest import BASE, done, refusal

INVALID = (400, "INVALID_PARAMETERS")
CANCEL = "jobs/all_scopes/cancel"
IDENTIFIERS = ("job_identifier", "status_identifier", "cancellation_reason_identifier")
MEMBERS = {"job_identifier": ("id", "number")}


def message(answer) -> str:
    return answer.json["status"]["message"]


def cancel(crm, **parameters):
    return crm.post(CANCEL, **{"job_identifier": {"number": "X"}, **parameters})


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "body must be JSON: expected a JSON object, found an empty body"),
        (b"{", "body must be JSON"),
        (b'{"token": NaN}', "body must be JSON: expected a number, found NaN, which JSON does not have"),
        (b'{"token": "\xff"}', "body must be UTF-8"),
        (b"\x00", "body must be JSON"),
        (b"token=x&job_identifier=y", "body must be JSON"),
        (b'["token"]', "body must be a JSON object: expected an object, found an array"),
        (b"null", "body must be a JSON object: expected an object, found null"),
        (b'{"token": "a", "token": "b"}', "token must not repeat a key"),
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, "body nests too deeply"),
        (b"[" * 100_000, "body nests too deeply"),
    ],
)
@pytest.mark.parametrize("mode", ["http", "ok"])
def test_a_body_that_is_no_json_object_is_400_in_either_mode(make_crm, body, says, mode):
    crm = make_crm(crm_error_status=mode)

    for path in (CANCEL, "authentication/token", "jobs/generic_purpose/create"):
        answer = crm.send(path, body)
        assert refusal(answer) == INVALID
        assert message(answer).startswith(says)


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_an_identifier_has_one_member_and_only_one(crm, name):
    first, second, *_ = MEMBERS.get(name, ("id", "name", "alternative_code"))

    for value in (
        {},
        {first: None},
        {"other": "x"},
        {first: "X", second: "X"},
        {first: "", second: "X"},
        {first: None, second: None},
    ):
        answer = cancel(crm, **{name: value})
        assert refusal(answer) == INVALID
        assert message(answer).startswith(f"{name} must have one, and only one, of its semi-optional members")
        assert crm.last.soap == ()


@pytest.mark.parametrize("name", IDENTIFIERS)
@pytest.mark.parametrize("value", ["X", 7, True, ["X"], [{"id": "X"}]])
def test_an_identifier_is_an_object(crm, name, value):
    answer = cancel(crm, **{name: value})

    assert refusal(answer) == INVALID
    assert message(answer).startswith(f"{name} has a value of another kind")


@pytest.mark.parametrize("name", IDENTIFIERS)
@pytest.mark.parametrize("value", [7, 1e300, False, ["X"], {}])
def test_what_identifies_is_a_string(crm, name, value):
    member = MEMBERS.get(name, ("alternative_code",))[-1]

    answer = cancel(crm, **{name: {member: value}})

    assert refusal(answer) == INVALID
    assert message(answer).startswith(f"{name}.{member} must be a string: expected a string, found ")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_a_text_that_xml_cannot_carry_is_told_with_its_place(crm, character):
    for parameters, where in (
        ({"job_identifier": {"number": f"ab{character}"}}, "job_identifier.number"),
        ({"job_identifier": {"id": f"ab{character}"}}, "job_identifier.id"),
        ({"status_identifier": {"name": f"ab{character}"}}, "status_identifier.name"),
        ({"cancellation_reason_identifier": {"name": f"ab{character}"}}, "cancellation_reason_identifier.name"),
        ({"fields_set": f"ab{character}"}, "fields_set"),
    ):
        answer = cancel(crm, **parameters)
        assert refusal(answer) == INVALID
        assert message(answer).startswith(f"{where} has a character that XML cannot carry")
        assert f"U+{ord(character):04X} at character 3" in message(answer)
    answer = crm.post("jobs/generic_purpose/create", type_identifier={"name": "Repair"}, description=character)
    assert refusal(answer) == INVALID


def test_texts_that_xml_can_carry_are_kept_as_they_are(crm):
    text = "\t\n\r \x7f\x85ü&<>'\"]]>\U0001f6e0\U0010ffff"

    job = crm.create(description=text)

    assert crm.show(job["number"])["description"] == text
    assert refusal(cancel(crm, job_identifier={"number": text})) == (404, "JOB_NOT_FOUND")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cancel_provided_items", "true"),
        ("cancel_provided_items", 1),
        ("cancel_provided_items", {}),
        ("fields_set", ["id"]),
        ("fields_set", 7),
    ],
)
def test_other_parameters_have_their_types(crm, name, value):
    answer = cancel(crm, **{name: value})

    assert refusal(answer) == INVALID
    assert message(answer).startswith(f"{name} has a value of another kind")


def test_null_is_absent_and_unknown_members_are_ignored(crm):
    job = crm.create(description=None, accounts_receivable=None, udf_string_1=[{"x": 1}], status_identifier=None)
    absent = dict.fromkeys(("status_identifier", "cancellation_reason_identifier", "cancel_provided_items", "fields_set"))

    answer = crm.cancel(job["number"], **absent, unknown={"a": [None]}, tokens=7)

    assert done(answer)["life_cycle_state"] == "CANCELLED"


@pytest.mark.parametrize("value", ["absent", None])
def test_what_is_required_must_be_there(crm, value):
    given = {} if value == "absent" else {"job_identifier": None}
    for path in (CANCEL, "jobs/all_scopes/start_progress", "jobs/all_scopes/complete"):
        answer = crm.post(path, **given)
        assert refusal(answer) == INVALID
        assert message(answer).startswith("job_identifier is required")
    assert message(crm.post("jobs/generic_purpose/create")).startswith("type_identifier is required")
    assert message(crm.get("jobs/generic_purpose/show")).startswith("job_identifier is required")
    assert message(crm.get("jobs/configuration/cancellation_reasons/list")).startswith("job_type_identifier is required")


@pytest.mark.parametrize("query", ["job_identifier=", "job_identifier=J1", "job_identifier=Number=J1", "job_identifier==J1"])
def test_an_identifier_in_a_query_is_a_name_and_a_value(crm, query):
    answer = crm.client.get(f"{BASE}jobs/generic_purpose/show?token={crm.token}&{query}")

    assert refusal(answer) == INVALID
    assert message(answer).startswith("job_identifier ")


def test_a_parameter_stands_in_a_query_once(crm):
    query = "job_identifier=number=J1&job_identifier=id=J1"

    answer = crm.client.get(f"{BASE}jobs/generic_purpose/show?token={crm.token}&{query}")

    assert refusal(answer) == INVALID
    assert message(answer) == "job_identifier must not be there twice: expected one value, found two or more"


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("%FF", INVALID),
        ("%00", INVALID),
        ("%ED%A0%80", INVALID),
        ("%", (404, "JOB_NOT_FOUND")),
        ("%zz", (404, "JOB_NOT_FOUND")),
        ("%2500", (404, "JOB_NOT_FOUND")),
        ("a%2Fb%3F%26%23", (404, "JOB_NOT_FOUND")),
        ("J" * 51, (404, "JOB_NOT_FOUND")),
        ("%F0%9F%9B%A0", (404, "JOB_NOT_FOUND")),
    ],
)
def test_percent_encoded_oddities_in_a_query_are_told(crm, number, found):
    answer = crm.client.get(f"{BASE}jobs/generic_purpose/show?token={crm.token}&job_identifier=number={number}")

    assert refusal(answer) == found


@pytest.mark.parametrize("name", ["number_of_results", "offset"])
@pytest.mark.parametrize("value", ["", "-1", "1.0", "1e0", "2147483648", "9" * 5000, "٣", "x", "+1", " 1"])
def test_how_many_and_from_where_are_whole_numbers(crm, name, value):
    answer = crm.get("jobs/all_scopes/list", **{name: value})

    assert refusal(answer) == INVALID
    assert message(answer).startswith(f"{name} has a value of another kind: expected a whole number from ")
    assert len(message(answer)) < 300


def test_no_jobs_cannot_be_asked_for_but_none_can_be_skipped(crm):
    assert refusal(crm.get("jobs/all_scopes/list", number_of_results="0")) == INVALID
    assert done(crm.get("jobs/all_scopes/list", offset="0")) == []


@pytest.mark.parametrize("mode", ["http", "ok"])
def test_paths_methods_and_sizes_keep_their_status_in_either_mode(make_crm, mode):
    crm = make_crm(crm_error_status=mode, max_body_bytes=2000)

    for path in ("jobs/all_scopes/cancel/", "jobs/ALL_SCOPES/cancel", "jobs", "", "jobs/all_scopes/delete"):
        assert refusal(crm.send(path, {})) == (404, "UNKNOWN_METHOD")
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = crm.client.open(BASE + CANCEL, method=method)
        assert refusal(answer) == (405, "METHOD_NOT_ALLOWED")
        assert answer.headers["Allow"] == "POST"
    assert crm.client.head(BASE + "jobs/all_scopes/list").status_code == 405
    assert refusal(crm.send(CANCEL, b" " * 2001)) == (413, "TOO_LARGE")
    assert refusal(crm.send(CANCEL, b"{}" + b" " * 1998)) == ((401 if mode == "http" else 200), "INVALID_TOKEN")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain", "x", ""])
def test_a_body_is_json_whatever_its_content_type_says(crm, content_type):
    body = json.dumps({"token": crm.token, "job_identifier": {"number": "X"}}).encode()

    assert refusal(crm.send(CANCEL, body, content_type=content_type)) == (404, "JOB_NOT_FOUND")


def test_with_errors_as_ok_every_refusal_is_200(make_crm):
    crm = make_crm(crm_error_status="ok")
    job = crm.create()["number"]
    done(crm.cancel(job))
    answers = {
        "INVALID_TOKEN": crm.send(CANCEL, {"token": "x"}),
        "INVALID_CREDENTIALS": crm.send("authentication/token", dict.fromkeys(("username", "password", "organisation"), "x")),
        "INVALID_PARAMETERS": crm.post(CANCEL),
        "JOB_NOT_FOUND": cancel(crm),
        "JOB_TYPE_NOT_FOUND": crm.post("jobs/generic_purpose/create", type_identifier={"name": "x"}),
        "STATUS_NOT_FOUND": crm.cancel(crm.create()["number"], status_identifier={"name": "x"}),
        "CANCELLATION_REASON_NOT_FOUND": crm.cancel(crm.create()["number"], cancellation_reason_identifier={"name": "x"}),
        "INVALID_LIFE_CYCLE_STATE": crm.cancel(job),
    }

    assert {code: refusal(answer) for code, answer in answers.items()} == {code: (200, code) for code in answers}


def test_a_long_value_is_cut_in_a_message(crm):
    answer = cancel(crm, job_identifier={"number": "x" * 100_000})

    assert len(message(answer)) < 300
    assert "(100000 characters)" in message(answer)
