"""Signatures of requests, by the name of their scheme."""

import hmac
from base64 import b64decode, b64encode
from binascii import Error
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256

from contracts.exchange import Request

# What is signed beside the verb, the path and the query, in this order.
SIGNED = ("x-ms-date", "host", "x-ms-content-sha256")


def hmac_sha256(request: Request, *, key: str, host: str, now: datetime) -> dict[str, str]:
    """Sign as Azure Communication Services has it: verb, path and query, date, host, and the body's SHA-256.

    ``key`` is in base64, ``host`` has the port where that is not the usual one. Raise ValueError for a key that is none.
    """
    try:
        secret = b64decode(key, validate=True)
    except Error as error:
        raise ValueError(f"an access key must be base64: {error}") from None
    content = b64encode(sha256(request.body).digest()).decode()
    date = format_datetime(now.astimezone(UTC), usegmt=True)
    text = f"{request.method}\n{request.path}\n{date};{host};{content}"
    signature = b64encode(hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256")).decode()
    return {
        "x-ms-date": date,
        "x-ms-content-sha256": content,
        "Host": host,
        "Authorization": f"HMAC-SHA256 SignedHeaders={';'.join(SIGNED)}&Signature={signature}",
    }


SCHEMES: Mapping[str, Callable[..., dict[str, str]]] = {"hmac-sha256": hmac_sha256}
