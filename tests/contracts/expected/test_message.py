"""What a JSON body must become."""

import pytest

from contracts.document import load
from contracts.expected.message import expected_message, says

DOCUMENT = load("servicebroker")
JOC = load("joc")
ASTRAL = "\U0001f9ea"


def demanded(operation, body, **settings):
    return expected_message(DOCUMENT.under(settings).operation(operation).request, body)


def sent(operation, body, **settings):
    return [("/".join(each.path), each.value) for each in demanded(operation, body, **settings).sent]


def objections(operation, body, **settings):
    return [(each.property.path, each.clauses) for each in demanded(operation, body, **settings).objections]


def promised(operation, body, **settings):
    return [each.code for each in demanded(operation, body, **settings).promised]


def test_values_go_into_their_elements_in_the_schemas_order():
    body = {"CancelReason": {"cancelReasonDesc": "x", "cancelReasonId": 1}, "Id": "J"}

    assert sent("CancelJob", body) == [
        ("jobID", "J"),
        ("cancelReason", None),
        ("cancelReason/cancelReasonId", 1),
        ("cancelReason/cancelReasonDesc", "x"),
    ]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ({}, [("cancelReason", None)]),
        ({"cancelReasonId": None, "cancelReasonDesc": None}, [("cancelReason", None)]),
        ({"cancelReasonDesc": ""}, [("cancelReason", None), ("cancelReason/cancelReasonDesc", "")]),
        ({"CancelReasonId": "7"}, [("cancelReason", None), ("cancelReason/cancelReasonId", "7")]),
        ({"CancelReasonId": 7, "cancelReasonId": 8}, [("cancelReason", None), ("cancelReason/cancelReasonId", 8)]),
        (None, []),
    ],
)
def test_absent_null_empty_and_older_spellings_are_told_apart(reason, expected):
    assert sent("CancelJob", {"Id": "J", "CancelReason": reason}) == [("jobID", "J"), *expected]


def test_a_dropped_reason_is_judged_and_not_sent():
    body = {"Id": "J", "CancelReason": {"cancelReasonId": 1}}

    assert sent("CancelJob", body, scheduling_version="11.2") == [("jobID", "J")]
    assert objections("CancelJob", {"Id": "J", "CancelReason": {"cancelReasonId": -1}}, scheduling_version="11.2")


@pytest.mark.parametrize(
    ("body", "expected"),
    [({}, []), ({"Id": ""}, [("jobID", "")]), ({"Id": "x" * 51}, [("jobID", "x" * 51)])],
)
def test_a_job_that_scheduling_refuses_is_passed_through(body, expected):
    assert sent("CancelJob", body) == expected
    assert promised("CancelJob", body) == ["1"]
    assert not objections("CancelJob", body)


@pytest.mark.parametrize("body", [{}, {"Id": ""}, {"Id": "x" * 51}, {"Id": ASTRAL * 51}])
def test_a_validating_broker_refuses_it(body):
    assert objections("CancelJob", body, validation="broker") == [("Id", ("SB-C-05",))]


@pytest.mark.parametrize("text", ["x" * 50, ASTRAL * 50, "e\u0301" * 25])
@pytest.mark.parametrize("validation", ["pass-through", "broker"])
def test_fifty_code_points_always_pass(text, validation):
    assert sent("CancelJob", {"Id": text}, validation=validation) == [("jobID", text)]
    assert not objections("CancelJob", {"Id": text}, validation=validation)


@pytest.mark.parametrize("value", [-1, 4294967296, 1.5, True, "", " 1", "+1", "1.0", "-1", "one", "1\n", "١", [], {}])
def test_what_is_no_reason_id_is_refused(value):
    assert objections("CancelJob", {"Id": "J", "CancelReason": {"cancelReasonId": value}}) == [
        ("CancelReason.cancelReasonId", ("SB-C-06",))
    ]


@pytest.mark.parametrize("value", [0, 4294967295, 1.0, "0", "4294967295"])
def test_a_whole_number_is_a_reason_id(value):
    assert not objections("CancelJob", {"Id": "J", "CancelReason": {"cancelReasonId": value}})


@pytest.mark.parametrize("text", ["\x00", "a\x1fb", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_carry_is_refused_everywhere(text):
    assert objections("CancelJob", {"Id": text}) == [("Id", ("SB-C-06",))]
    assert objections("CancelJob", {"Id": "J", "CancelReason": {"cancelReasonDesc": text}})
    assert objections("GetChangedWorkItems", {"FRU": text, "Options": {}}) == [("FRU", ("SB-C-06",))]
    assert objections("GetChangedWorkItems", {"FRU": "N", "OffsetId": text, "Options": {}})
    assert objections("GetChangedWorkItems", {"FRU": "N", "Options": {"JeopOnly": text}})


@pytest.mark.parametrize("text", ["\t\n\r", "\x7f\x85", "\ufffd", "\U0010ffff", "<&>]]>"])
def test_what_xml_can_carry_is_not(text):
    assert not objections("CancelJob", {"Id": text})


@pytest.mark.parametrize("value", [None, 7, 1.5, True, [], {}])
def test_another_type_for_a_text_is_refused(value):
    assert objections("CancelJob", {"Id": value}) == [("Id", ("SB-C-06",))]
    assert objections("GetChangedWorkItems", {"FRU": value, "Options": {}}) == [("FRU", ("SB-G-04",))]


@pytest.mark.parametrize("value", [None, ""])
def test_an_offset_that_is_null_or_empty_is_not_sent(value):
    assert sent("GetChangedWorkItems", {"FRU": "N", "OffsetId": value, "Options": {}}) == [("FRUID", "N"), ("options", None)]


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", True, [], {"a": 1}, 1.5, -1])
def test_an_offset_that_is_no_stamp_earns_504(value):
    assert promised("GetChangedWorkItems", {"FRU": "N", "OffsetId": value, "Options": {}}) == ["504"]


@pytest.mark.parametrize("value", ["5", " 5\n", 5, 5.0, 10**19])
def test_an_offset_of_digits_earns_nothing(value):
    assert promised("GetChangedWorkItems", {"FRU": "N", "OffsetId": value, "Options": {}}) == []


@pytest.mark.parametrize(
    ("value", "codes"), [("yes", ["80"]), (2, ["80"]), ([True], ["80"]), ("true", []), (1, []), (" 0 ", [])]
)
def test_a_jeop_only_of_another_type_is_passed_on(value, codes):
    body = {"FRU": "N", "Options": {"JeopOnly": value}}

    assert sent("GetChangedWorkItems", body)[-1] == ("options/JeopOnly", value)
    assert promised("GetChangedWorkItems", body) == codes


@pytest.mark.parametrize("body", [{"FRU": "N"}, {"FRU": "N", "Options": None}])
def test_missing_options_are_refused_by_a_broker_only(body):
    assert sent("GetChangedWorkItems", body) == [("FRUID", "N")]
    assert objections("GetChangedWorkItems", body, validation="broker") == [("Options", ("SB-G-04",))]


@pytest.mark.parametrize("text", ["<\x1b", "\x1b" * 256, "\x00<" * 200])
def test_what_is_wrong_in_form_is_refused_before_it_is_looked_for(text):
    found = expected_message(JOC.operation("cancelOrders").request, {"controllerId": "c", "orderIds": [text]})

    assert [(each.property.path, each.not_found) for each in found.objections] == [("orderIds[]", False)]


@pytest.mark.parametrize("text", ["\x1b", "x" * 51, "\ufffe" * 255])
def test_an_entry_that_names_nothing_that_could_be_there_is_passed_over(text):
    found = expected_message(JOC.operation("cancelOrders").request, {"controllerId": "c", "orderIds": [text]})

    assert (found.objections, found.sent) == ((), ())


def test_unknown_properties_are_nothing():
    assert sent("CancelJob", {"Id": "J", "id": "K", "Unknown": {"Id": 1}}) == [("jobID", "J")]


def test_what_the_document_leaves_open_is_not_judged():
    body = {"FRU": "N", "OffsetId": ["\x00"], "Options": {}}

    assert [each.property.path for each in demanded("GetChangedWorkItems", body).unclear] == ["OffsetId"]


@pytest.mark.parametrize(
    ("path", "value", "text", "expected"),
    [
        ("CancelReason.cancelReasonId", 1, "1", True),
        ("CancelReason.cancelReasonId", 1.0, "1", True),
        ("CancelReason.cancelReasonId", 1.0, "1.0", False),
        ("CancelReason.cancelReasonId", "07", "7", True),
        ("CancelReason.cancelReasonId", 1, "2", False),
        ("CancelReason.cancelReasonDesc", "a ", "a", False),
        ("OffsetId", 1e2, "100", True),
        ("OffsetId", 1e2, "100.0", False),
        ("OffsetId", 1.5, "1.5", True),
        ("OffsetId", [1, "a"], '[1,"a"]', True),
        ("OffsetId", [1, "a"], "1 a", False),
        ("OffsetId", 5, "5", True),
        ("Options.JeopOnly", True, "true", True),
        ("Options.JeopOnly", True, "True", False),
        ("Options.JeopOnly", False, "false", True),
    ],
)
def test_a_text_says_a_value_in_one_way_only(path, value, text, expected):
    prop = next(each for operation in DOCUMENT.operations for each in operation.request.walk() if each.path == path)

    assert says(prop, value, text) is expected


@pytest.mark.parametrize(("labels", "unclear"), [({}, False), ({"x": 1}, True)])
def test_what_a_member_without_a_name_in_the_document_must_be_is_not_judged(labels, unclear):
    operation = load("azure-job-router").operation("JobRouterOperations_UpsertJob")

    found = expected_message(operation.request, {"{jobId}": "a", "?api-version": "2023-11-01", "labels": labels})

    assert bool(found.unclear) is unclear
