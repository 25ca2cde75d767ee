"""What is wrong with a request outside its values is refused in one order, each in its own way (AZ-E-03)."""

import pytest

from tests.emulator.facades.azure_job_router.conftest import VERSION, Router, refusal

KEY = "c2VjcmV0LWtleS1mb3ItdGVzdHM="
JSON, PATCH = "application/json", "application/merge-patch+json"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"signature", "path", "method", "version", "type", "json"}, (401, "Denied")),
        ({"path", "method", "version", "type", "json"}, (404, "NotFound")),
        ({"method", "version", "type", "json"}, (405, "MethodNotAllowed")),
        ({"version", "type", "json"}, (400, "ApiVersionUnspecified")),
        ({"type", "json"}, (415, "UnsupportedMediaType")),
        ({"json"}, (400, "BadRequest")),
        (set(), (404, "NotFound")),
    ],
)
def test_the_first_that_is_wrong_decides(make_router, wrong, expected):
    router: Router = make_router(azure_access_keys=KEY)
    path = "/routing/nowhere" if "path" in wrong else "/routing/jobs/nobody:cancel"
    query = "" if "version" in wrong else f"?{VERSION}"

    response = router.signed(
        "d3Jvbmc=" if "signature" in wrong else KEY,
        "PUT" if "method" in wrong else "POST",
        path + query,
        body=b"{" if "json" in wrong else b"{}",
        content_type="text/plain" if "type" in wrong else JSON,
    )

    assert refusal(response) == expected


def test_a_media_type_is_looked_at_before_a_size_also_where_the_body_may_be_left_out(make_router):
    router: Router = make_router(max_body_bytes=10)

    large = router.call("POST", "/jobs/a:cancel", data=b"{}".ljust(11), content_type="text/plain")
    empty = router.call("POST", "/jobs/a:cancel", data=b"", content_type="text/plain")

    assert refusal(large) == (415, "UnsupportedMediaType")
    assert refusal(empty) == (404, "NotFound")


@pytest.mark.parametrize("path", ["/", "/job", "/Jobs", "/jobs/", "/queues", "/jobsx/a", "/x/jobs"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_that_is_not_the_facades_is_not_found(router, path, method):
    response = router.call(method, path, query="")

    assert refusal(response) == (404, "NotFound")
    assert "/routing/jobs/{jobId}:cancel" in response.json["error"]["message"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/jobs", "GET"),
        ("HEAD", "/jobs", "GET"),
        ("DELETE", "/jobs", "GET"),
        ("PUT", "/jobs/a", "GET, PATCH, DELETE"),
        ("POST", "/jobs/a", "GET, PATCH, DELETE"),
        ("POST", "/jobs/a:complete", "GET, PATCH, DELETE"),
        ("OPTIONS", "/jobs/a", "GET, PATCH, DELETE"),
        ("PUT", "/jobs/a:cancel", "GET, PATCH, DELETE, POST"),
    ],
)
def test_another_method_is_told_those_that_there_are(router, method, path, allowed):
    response = router.call(method, path, query="")

    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert response.headers["x-ms-error-code"] == "MethodNotAllowed"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "ApiVersionUnspecified"),
        ("version=2023-11-01", "ApiVersionUnspecified"),
        ("api-version=", "ApiVersionUnspecified"),
        ("api-version=2021-04-07", "UnsupportedApiVersion"),
        ("api-version=2023-11-1", "UnsupportedApiVersion"),
        ("api-version=2023-11-01%20", "UnsupportedApiVersion"),
        ("api-version=2023-11-01&api-version=2021-04-07", "AmbiguousApiVersion"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/jobs"), ("GET", "/jobs/a"), ("DELETE", "/jobs/a"), ("POST", "/jobs/a:cancel")]
)
def test_the_api_version_must_be_the_one_there_is(router, method, path, query, code):
    assert refusal(router.call(method, path, query=query)) == (400, code)


def test_the_api_version_may_be_named_twice_alike(router):
    assert router.call("GET", "/jobs", query=f"{VERSION}&{VERSION}").status_code == 200


@pytest.mark.parametrize("content_type", [JSON, "text/json", "application/json-patch+json", "", None])
def test_an_upsert_is_a_merge_patch(router, content_type):
    assert refusal(router.upsert(body={}, content_type=content_type)) == (415, "UnsupportedMediaType")
    assert refusal(router.upsert(body=b"", content_type=content_type)) == (415, "UnsupportedMediaType")


@pytest.mark.parametrize("content_type", [PATCH, "APPLICATION/Merge-Patch+JSON", f"{PATCH}; charset=utf-8"])
def test_parameters_and_case_of_a_media_type_do_not_matter(router, content_type):
    assert router.upsert(body={}, content_type=content_type).status_code == 201


@pytest.mark.parametrize("content_type", ["text/plain", PATCH, "", None])
def test_a_cancel_with_a_body_needs_its_media_type_and_one_without_none(router, content_type):
    router.made()

    assert refusal(router.cancel(body={}, content_type=content_type)) == (415, "UnsupportedMediaType")
    assert router.cancel(content_type=content_type).status_code == 200


UNREADABLE = [
    b"{", b" ", b"[]", b'"text"', b"null", b"1", b"{}{}", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"\xff\xfe{\x00}\x00",
    b'{"note": "\xff"}', b"[" * 5000, b'{"a":' * 5000,
]  # fmt: skip


@pytest.mark.parametrize("body", UNREADABLE, ids=[str(body[:20]) for body in UNREADABLE])
def test_a_body_that_is_no_json_object_is_refused(router, body):
    router.made()

    for response in (router.cancel(body=body), router.upsert(body=body)):
        assert refusal(response) == (400, "BadRequest")
        assert ": expected " in response.json["error"]["message"]
    assert router.get()["status"] == "created"
    assert router.sent() == []


def test_an_upsert_needs_a_body(router):
    assert refusal(router.upsert(body=b"")) == (400, "BadRequest")


def test_a_body_over_the_limit_is_not_read(make_router):
    router: Router = make_router(max_body_bytes=100)
    router.made()

    assert refusal(router.cancel(body=b'{"note": "%s"}' % (b"x" * 89))) == (413, "PayloadTooLarge")
    assert refusal(router.upsert(body=b'{"queueId": "%s"}' % (b"x" * 90))) == (413, "PayloadTooLarge")
    assert router.upsert(body=b'{"queueId": "%s"}' % (b"x" * 85)).status_code == 200


def test_a_body_that_breaks_off_is_refused(router):
    assert refusal(router.upsert(body=b"{}", environ_overrides={"CONTENT_LENGTH": "10"})) == (400, "BadRequest")


def test_a_wrong_member_comes_before_conditions_those_before_the_job_and_that_before_its_status(router):
    router.made("busy")
    unmet = {"If-Match": '"other"'}

    assert refusal(router.upsert("new", {"queueId": 1}, headers=unmet)) == (400, "BadRequest")
    assert refusal(router.upsert("new", {}, headers=unmet)) == (412, "PreconditionFailed")
    assert refusal(router.cancel("nobody", {"note": 1})) == (400, "BadRequest")
    assert refusal(router.cancel("nobody", {"note": "x"})) == (404, "NotFound")
    assert refusal(router.delete("nobody")) == (404, "NotFound")
    assert refusal(router.delete("busy")) == (409, "Conflict")
