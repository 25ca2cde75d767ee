"""Signing requests with an access key: the headers, byte for byte, and what each of them depends on."""

import hmac
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest

from contracts.exchange import Request
from contracts.signing import hmac_sha256
from emulator.facades.azure_job_router.signing import authorization

KEY = b64encode(b"a secret key").decode()
AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
REQUEST = Request(method="POST", path="/routing/jobs/a%3Ab:cancel?api-version=2023-11-01", body=b'{"note": "\xc3\xbc"}')


def signed(request=REQUEST, *, key=KEY, host="acs.example:8443", now=AT):
    return hmac_sha256(request, key=key, host=host, now=now)


def signature(headers):
    return headers["Authorization"].rpartition("Signature=")[2]


def test_the_headers_are_those_of_the_access_key_scheme():
    headers = signed()

    assert headers["x-ms-date"] == "Mon, 05 Jan 2026 08:00:00 GMT"
    assert headers["Host"] == "acs.example:8443"
    assert b64decode(headers["x-ms-content-sha256"]) == sha256(REQUEST.body).digest()
    assert headers["Authorization"].startswith("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=")


def test_what_is_signed_is_written_out_here():
    content = b64encode(sha256(REQUEST.body).digest()).decode()
    text = f"POST\n/routing/jobs/a%3Ab:cancel?api-version=2023-11-01\nMon, 05 Jan 2026 08:00:00 GMT;acs.example:8443;{content}"

    assert b64decode(signature(signed())) == hmac.digest(b"a secret key", text.encode(), "sha256")


def test_an_empty_body_has_the_hash_that_everybody_knows():
    headers = signed(replace(REQUEST, body=b""))

    assert headers["x-ms-content-sha256"] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


def test_it_is_what_the_facade_expects_though_they_share_no_code():
    theirs = authorization(KEY, method="POST", path_and_query=REQUEST.path, date=AT, host="acs.example:8443", body=REQUEST.body)

    assert {**theirs, "Host": "acs.example:8443"} == signed()


@pytest.mark.parametrize(
    "other",
    [
        {"request": replace(REQUEST, method="PUT")},
        {"request": replace(REQUEST, path="/routing/jobs/b:cancel?api-version=2023-11-01")},
        {"request": replace(REQUEST, path="/routing/jobs/a%3Ab:cancel?api-version=2023-11-02")},
        {"request": replace(REQUEST, body=b"{}")},
        {"key": b64encode(b"a secret kex").decode()},
        {"host": "acs.example"},
        {"now": AT + timedelta(seconds=1)},
    ],
)
def test_every_part_of_a_request_changes_the_signature(other):
    assert signature(signed(**other)) != signature(signed())


def test_headers_that_are_not_signed_do_not():
    assert signed(replace(REQUEST, headers={"X-Other": "1"})) == signed()


def test_a_time_is_the_same_in_every_zone():
    assert signed(now=AT.astimezone(timezone(timedelta(hours=5, minutes=30)))) == signed()


def test_a_path_that_utf_8_cannot_say_is_signed_all_the_same():
    assert len(b64decode(signature(signed(replace(REQUEST, path="/\ud800"))))) == 32


@pytest.mark.parametrize("key", ["no base64!", "abc"])
def test_a_key_that_is_none_is_told(key):
    with pytest.raises(ValueError, match="an access key must be base64"):
        signed(key=key)
