"""Ids in paths: the last colon of a POST ends them, and what is percent-encoded belongs to them (AZ-C-07)."""

from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.emulator.facades.azure_job_router.conftest import refusal

IDS = [
    "a:b", "a:cancel", ":cancel", "a/b", "/", "a//b", "a?b", "a#b", "with space", " ", "100%", "%2F", "ü", "\U0001f6e0",
    "a;b=c", "..a", "a\nb", "x" * 50, "\U0001f6e0" * 50, "a:cancel:cancel", "jobs", "'\"<>&",
]  # fmt: skip


@pytest.mark.parametrize("job_id", IDS)
def test_an_id_means_the_same_in_every_call(router, job_id):
    written = quote(job_id, safe="")

    assert router.made(written)["id"] == job_id
    assert router.get(written)["id"] == job_id
    assert router.listed() == [job_id]
    assert router.cancel(written).status_code == 200
    assert router.get(written)["status"] == "cancelled"
    assert [call["jobID"] for call in router.sent()] == [job_id]
    assert router.delete(written).status_code == 204
    assert router.listed() == []


def test_a_colon_is_part_of_the_id_unless_it_is_the_last_of_a_post(router):
    router.made("a")
    router.made("a:cancel")

    assert router.cancel("a:cancel").status_code == 200

    assert (router.get("a")["status"], router.get("a:cancel")["status"]) == ("created", "cancelled")


@pytest.mark.parametrize("method", ["GET", "PATCH", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/jobs/a/", "/jobs/a/b", "/jobs/a:cancel/", "/jobs//", "/%6Aobs/a"])
def test_a_slash_that_is_not_percent_encoded_belongs_to_no_id(router, method, path):
    body = {"json": {}, "content_type": "application/merge-patch+json"} if method == "PATCH" else {}

    assert refusal(router.call(method, path, **body)) == (404, "NotFound")
    assert router.listed() == []


def test_a_colon_that_is_percent_encoded_ends_no_id(router):
    router.made("a")

    response = router.call("POST", "/jobs/a%3Acancel")

    assert refusal(response) == (405, "MethodNotAllowed")
    assert response.headers["Allow"] == "GET, PATCH, DELETE"
    assert router.get("a")["status"] == "created"


def test_where_a_server_hands_on_no_path_as_it_was_sent_any_slash_belongs_to_an_id(router):
    router.made("a%2Fb")

    decoded = {"PATH_INFO": "/routing/jobs/a/b:cancel", "RAW_URI": None, "REQUEST_URI": None}
    response = router.call("POST", "/jobs/x", environ_overrides=decoded)

    assert response.status_code == 200
    assert router.get("a%2Fb")["status"] == "cancelled"


@pytest.mark.parametrize(("job_id", "found"), [("x" * 51, "51 characters"), ("\U0001f6e0" * 51, "51 characters")])
def test_an_id_over_fifty_characters_is_too_long_to_be_made_and_else_unknown(router, job_id, found):
    response = router.upsert(quote(job_id))

    assert refusal(response) == (400, "BadRequest")
    assert f"found {found}" in response.json["error"]["message"]
    for other in (router.call("GET", f"/jobs/{quote(job_id)}"), router.cancel(quote(job_id)), router.delete(quote(job_id))):
        assert refusal(other) == (404, "NotFound")
        assert f"found {found}" in other.json["error"]["message"]
    assert router.sent() == []


@pytest.mark.parametrize("job_id", ["a%00b", "%01", "%EF%BF%BF"])
def test_an_id_with_a_character_that_xml_cannot_carry_is_refused_or_unknown(router, job_id):
    assert refusal(router.upsert(job_id)) == (400, "BadRequest")
    for other in (router.call("GET", f"/jobs/{job_id}"), router.cancel(job_id), router.delete(job_id)):
        assert refusal(other) == (404, "NotFound")
    assert router.sent() == []


@pytest.mark.parametrize("job_id", [b"\xff", b"\xc3", b"a\xed\xa0\x80"])
def test_an_id_that_is_no_utf_8_is_refused_or_unknown(router, job_id):
    def odd(method: str, action: str = "", **more: Any) -> TestResponse:
        # werkzeug's client would write other bytes; a server hands on those that came.
        path = f"/routing/jobs/{job_id.decode('latin-1')}{action}"
        return router.call(method, "/jobs/x", environ_overrides={"PATH_INFO": path, "RAW_URI": quote(job_id) + action}, **more)

    router.made(quote(job_id.decode(errors="replace")))

    assert refusal(odd("PATCH", data=b"{}", content_type="application/merge-patch+json")) == (400, "BadRequest")
    for response in (odd("GET"), odd("POST", ":cancel"), odd("DELETE")):
        assert refusal(response) == (404, "NotFound")
    assert router.sent() == []


def test_cancelling_nobody_is_not_found(router):
    assert refusal(router.cancel("")) == (404, "NotFound")
