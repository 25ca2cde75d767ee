"""Signed requests: HMAC-SHA256 over verb, path and query, date, host and body (AZ-A-01)."""

from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from hmac import digest
from urllib.parse import quote

import pytest
from werkzeug.test import Client, EnvironBuilder

from emulator.facades.azure_job_router.signing import authorization
from tests.emulator.facades.azure_job_router.conftest import HOST, VERSION, Router, refusal

KEY, SECOND, OTHER = "c2VjcmV0LWtleS1mb3ItdGVzdHM=", "YW5vdGhlci1rZXk=", "d3Jvbmc="
JOB = f"/routing/jobs/job-1?{VERSION}"
DENIED = (401, "Denied")


@pytest.fixture
def router(make_router) -> Router:
    return make_router(azure_access_keys=f"{KEY},{SECOND}")


def test_a_signature_of_a_known_value_is_right(make_router):
    """The values were computed apart from this code, by the vendor's recipe in Python's own modules."""
    router: Router = make_router(azure_access_keys=KEY)
    date, body = "Mon, 05 Jan 2026 08:00:00 GMT", b'{"queueId": "q1"}'
    content_hash = b64encode(sha256(body).digest()).decode()
    text = f"PATCH\n{JOB}\n{date};{HOST};{content_hash}"
    signature = b64encode(digest(b64decode(KEY), text.encode(), "sha256")).decode()

    response = router.client.patch(
        JOB,
        base_url=f"http://{HOST}",
        data=body,
        content_type="application/merge-patch+json",
        headers={
            "x-ms-date": date,
            "x-ms-content-sha256": content_hash,
            "Authorization": f"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}",
        },
    )

    assert response.status_code == 201


def test_without_keys_nothing_need_be_signed(make_router):
    router: Router = make_router()

    assert router.call("GET", "/jobs").status_code == 200
    assert router.signed(OTHER, "GET", f"/routing/jobs?{VERSION}").status_code == 200


@pytest.mark.parametrize("key", [KEY, SECOND])
def test_each_key_opens(router, key):
    assert router.signed(key, "GET", f"/routing/jobs?{VERSION}").status_code == 200


@pytest.mark.parametrize("path", ["/jobs", "/jobs/a", "/jobs/a:cancel", "/nowhere"])
def test_an_unsigned_request_is_denied_wherever_it_goes(router, path):
    response = router.call("GET", path)

    assert refusal(response) == DENIED
    assert response.headers["WWW-Authenticate"] == "HMAC-SHA256"
    assert response.json["error"]["message"] == "Denied by the resource provider."


def test_another_key_is_denied(router):
    assert refusal(router.signed(OTHER, "GET", JOB)) == DENIED


@pytest.mark.parametrize("header", ["x-ms-date", "x-ms-content-sha256", "Authorization"])
@pytest.mark.parametrize("value", ["", "x", "Bearer token", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_each_header_must_be_as_it_was_signed(router, header, value):
    assert refusal(router.signed(KEY, "GET", JOB, headers={header: value})) == DENIED


@pytest.mark.parametrize(
    "authorization",
    [
        "hmac-sha256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=x",
        "HMAC-SHA256 Signature=x&SignedHeaders=x-ms-date;host;x-ms-content-sha256",
        "HMAC-SHA256 SignedHeaders=host;x-ms-content-sha256&Signature=x",
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=",
        "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=\xe4\xf6",
    ],
)
def test_an_authorization_of_another_form_is_denied(router, authorization):
    assert refusal(router.signed(KEY, "GET", JOB, headers={"Authorization": authorization})) == DENIED


@pytest.mark.parametrize(
    ("what", "method", "target", "body"),
    [
        ("method", "DELETE", JOB, b""),
        ("path", "GET", f"/routing/jobs/job-2?{VERSION}", b""),
        ("query", "GET", f"{JOB}&x=1", b""),
        ("no query", "GET", "/routing/jobs/job-1", b""),
    ],
)
def test_what_was_signed_is_what_is_asked(router, what, method, target, body):
    headers = dict(router.signed(KEY, "GET", JOB).request.headers)

    response = router.client.open(target, method=method, base_url=f"http://{HOST}", data=body, headers=headers)

    assert refusal(response) == DENIED


def test_another_host_is_denied(router):
    assert refusal(router.signed(KEY, "GET", JOB, signing={"host": "elsewhere.example"})) == DENIED


def test_another_body_is_denied_and_told_so(router):
    response = router.signed(KEY, "POST", f"/routing/jobs/a:cancel?{VERSION}", body=b"{}", content_type="application/json")
    headers = dict(response.request.headers)

    changed = router.client.post(
        f"/routing/jobs/a:cancel?{VERSION}",
        base_url=f"http://{HOST}",
        data=b"[]",
        headers=headers,
        content_type="application/json",
    )

    assert refusal(response) == (404, "NotFound")
    assert refusal(changed) == DENIED
    assert changed.json["error"]["message"] == "Request 'x-ms-content-sha256' differs from generated content hash."


def test_the_older_form_signs_date(router):
    date = "Mon, 05 Jan 2026 08:00:00 GMT"
    content_hash = b64encode(sha256(b"").digest()).decode()
    signature = b64encode(digest(b64decode(KEY), f"GET\n{JOB}\n{date};{HOST};{content_hash}".encode(), "sha256")).decode()
    headers = {
        "Date": date,
        "x-ms-content-sha256": content_hash,
        "Authorization": f"HMAC-SHA256 SignedHeaders=date;host;x-ms-content-sha256&Signature={signature}",
    }

    assert refusal(router.client.get(JOB, base_url=f"http://{HOST}", headers=headers)) == (404, "NotFound")


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (300, True), (301, False), (-300, True), (-301, False)])
def test_a_request_may_be_five_minutes_off_either_way(router, seconds, good):
    response = router.signed(KEY, "GET", JOB, signing={"date": router.clock.now() + timedelta(seconds=seconds)})

    assert refusal(response) == ((404, "NotFound") if good else DENIED)
    if not good:
        assert "allowed margin of 5 minutes" in response.json["error"]["message"]


def test_the_margin_is_a_setting_and_can_be_left_out(make_router):
    narrow, none = make_router(azure_access_keys=KEY, azure_max_skew=10), make_router(azure_access_keys=KEY, azure_max_skew=0)

    for seconds, expected in ((10, (404, "NotFound")), (11, DENIED)):
        signing = {"date": narrow.clock.now() - timedelta(seconds=seconds)}
        assert refusal(narrow.signed(KEY, "GET", JOB, signing=signing)) == expected
    long_ago = {"date": none.clock.now() - timedelta(days=4000)}
    assert refusal(none.signed(KEY, "GET", JOB, signing=long_ago)) == (404, "NotFound")


@pytest.mark.parametrize(
    "date", ["yesterday", "99999999999999999999", "Mon, 99 Jan 2026 08:00:00 GMT", "Mon, 05 Jan 99999 08:00:00 GMT"]
)
def test_a_date_that_is_none_is_denied_though_it_was_signed(router, date):
    content_hash = b64encode(sha256(b"").digest()).decode()
    signature = b64encode(digest(b64decode(KEY), f"GET\n{JOB}\n{date};{HOST};{content_hash}".encode(), "sha256")).decode()
    headers = {
        "x-ms-date": date,
        "x-ms-content-sha256": content_hash,
        "Authorization": f"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}",
    }

    assert refusal(router.client.get(JOB, base_url=f"http://{HOST}", headers=headers)) == DENIED


@pytest.mark.parametrize("job_id", ["a/b", "a:b c", "100%", "ü", "!'()*", "a+b;c=d,e@f", "~._-"])
@pytest.mark.parametrize("safe", ["", "!'()*", "!$&'()*+,;=:@", "/", "/!$&'()*+,;=:@"])
def test_however_a_client_writes_an_id_its_signature_is_good(router, job_id, safe):
    path = f"/routing/jobs/{quote(job_id, safe=safe)}:cancel?{VERSION}"

    # werkzeug's client would write the path anew; the signature is over it as it stands here.
    builder = EnvironBuilder(path, method="POST", base_url=f"http://{HOST}")
    signed = authorization(KEY, method="POST", path_and_query=path, date=router.clock.now(), host=HOST, body=b"")
    builder.headers.extend(signed)

    assert refusal(Client(router.emulator.wsgi).open(builder)) == (404, "NotFound")


def test_a_body_too_large_to_be_read_is_refused_before_its_signature(make_router):
    router: Router = make_router(azure_access_keys=KEY, max_body_bytes=10)

    assert refusal(router.call("POST", "/jobs/a:cancel", data=b"x" * 11)) == (413, "PayloadTooLarge")


def test_keys_are_never_shown(router):
    router.signed(KEY, "GET", JOB)

    (exchange,) = router.control("GET", "/journal")["exchanges"]
    assert exchange["rest"]["request"]["headers"]["authorization"] == "***"
    assert KEY not in str(router.emulator.settings)
    assert KEY not in str(router.control("GET", "/assumptions"))
