"""Turn a step of a life into the request that goes out."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from contracts.exchange import Request
from contracts.scenarios.facade import Facade
from contracts.scenarios.life import PlainHttp, PlainRest, RawPost, RestCall, SoapMessage
from contracts.scenarios.messages import ACTION, CONTENT_TYPES, write
from contracts.scenarios.values import fill


def rest_request(call: RestCall, facade: Facade, kept: Mapping[str, Any]) -> Request:
    """Make the request of a REST call; raise NotPossible for an operation that the facade has not."""
    method, path = facade.route(call.operation)
    headers = {"Content-Type": "application/json"} | dict(facade.headers) | fill(call.headers, kept)
    body = _json(fill(call.body, kept)) if call.text is None else _written(call.text, call.repeat, kept).encode()
    return Request(method=method, path=path, headers=headers, body=body)


def plain_rest_request(plain: PlainRest, facade: Facade, kept: Mapping[str, Any]) -> Request:
    """Make a request of any method to the facade; it carries the facade's credentials, and its type where it has a body."""
    if plain.text is not None:
        body = str(fill(plain.text, kept)).encode()
    else:
        body = b"" if plain.body is None else _json(fill(plain.body, kept))
    typed = {"Content-Type": "application/json"} if body else {}
    headers = typed | dict(facade.headers) | fill(plain.headers, kept)
    return Request(method=plain.method, path=_below_the_target(str(fill(plain.path, kept))), headers=headers, body=body)


def _below_the_target(path: str) -> str:
    """Follow a link that an answer gave where the target is, whatever it calls itself."""
    link = urlsplit(path)
    if not link.scheme:
        return path
    return f"{link.path}?{link.query}" if link.query else link.path


def soap_request(message: SoapMessage, kept: Mapping[str, Any]) -> Request:
    """Make the request of a SOAP message."""
    body = write(
        message.operation,
        fill(message.fields, kept),
        version=message.version,
        prefix=message.prefix,
        qualified=message.qualified,
    )
    content_type = f"{CONTENT_TYPES[message.version]}; charset=utf-8"
    action = ACTION + message.operation
    headers = {"Content-Type": content_type, "SOAPAction": f'"{action}"'}
    if message.version == "1.2":
        headers = {"Content-Type": f'{content_type}; action="{action}"'}
    return Request(method="POST", path=message.path, headers=headers | dict(message.headers), body=body)


def raw_request(post: RawPost, kept: Mapping[str, Any]) -> Request:
    """Make the request that posts bytes as they stand; repeated parts are written out here."""
    if post.hex is not None:
        body = bytes.fromhex(post.hex)
    else:
        text = _written(post.text or "", post.repeat, kept)
        body = (_BYTE_ORDER_MARK if post.byte_order_mark else "").encode(post.encoding) + text.encode(post.encoding)
    headers = {"Content-Type": CONTENT_TYPES[post.version]} | dict(post.headers)
    return Request(method="POST", path=post.path, headers=headers, body=body)


def http_request(http: PlainHttp, kept: Mapping[str, Any]) -> Request:
    """Make a request of any method."""
    return Request(method=http.method, path=http.path, headers=dict(http.headers), body=str(fill(http.text, kept)).encode())


_BYTE_ORDER_MARK = "\ufeff"


def _written(text: str, repeat: Mapping[str, tuple[str, int]], kept: Mapping[str, Any]) -> str:
    repeated = {name: part * times for name, (part, times) in repeat.items()}
    return str(fill(text, {**kept, **repeated}))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
