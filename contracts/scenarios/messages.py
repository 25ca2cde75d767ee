"""The SOAP messages of the interface, a row each, and how one is written (SCH-T-01, SCH-T-03)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from xml.sax.saxutils import escape

from contracts.scenarios.matching import Kind, Matcher, xml_text

NAMESPACE = "http://www.servicepower.com/sp.xsd1"
ENVELOPES = {"1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope"}
CONTENT_TYPES = {"1.1": "text/xml", "1.2": "application/soap+xml"}
ACTION = "capeconnect:servicepower:spPortType#"

# Any login does where none is configured (SCH-L-02); a life that is about logins writes its own.
LOGIN = {"databaseUser": "SCHEMA", "password": "secret", "spUser": "planner"}


class LoginPlace(Enum):
    """Where a message carries the login."""

    CHILD = "the first child, login"
    ITSELF = "its own fields"
    NOWHERE = "it needs none"


@dataclass(frozen=True, slots=True)
class Message:
    """The root elements of an operation's request and reply, and where its login goes."""

    request: str
    reply: str
    login: LoginPlace


MESSAGES = {
    #                               request                       reply                          login
    "CancelJob":           Message("JobCancelRequest",           "JobCancelResponse",           LoginPlace.CHILD),
    "GetChangedWorkItems": Message("GetChangedWorkItemsRequest", "GetChangedWorkItemsResponse", LoginPlace.CHILD),
    "Login":               Message("LoginRequest",               "LoginResponse",               LoginPlace.ITSELF),
    "Quit":                Message("QuitRequest",                "StandardResponse",            LoginPlace.NOWHERE),
}  # fmt: skip


def write(
    operation: str, fields: Mapping[str, Any], *, version: str = "1.2", prefix: str = "sp", qualified: bool = False
) -> bytes:
    """Write an envelope, with a login unless ``fields`` says otherwise; no ``prefix`` makes the namespace the default one.

    A list repeats the element, None leaves it empty, ``!nil`` marks it nil and ``!absent`` leaves it out.
    """
    message = MESSAGES[operation]
    root = f"{prefix}:{message.request}" if prefix else message.request
    declared = f'xmlns:{prefix}="{NAMESPACE}"' if prefix else f'xmlns="{NAMESPACE}"'
    child_prefix = f"{prefix}:" if qualified and prefix else ""
    # Under a default namespace a child that is in none has to say so.
    child_declared = ' xmlns=""' if not prefix and not qualified else ""
    children = "".join(_elements(_with_login(message, fields), child_prefix, child_declared))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="{ENVELOPES[version]}" {_NIL_DECLARED}>'
        f"<env:Body><{root} {declared}>{children}</{root}></env:Body></env:Envelope>"
    ).encode()


_NIL_DECLARED = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def _with_login(message: Message, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    match message.login:
        case LoginPlace.CHILD if "login" not in fields:
            return {"login": LOGIN, **fields}
        case LoginPlace.ITSELF if not fields:
            return LOGIN
        case _:
            return fields


def _elements(fields: Mapping[str, Any], prefix: str, declared: str) -> Iterator[str]:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Matcher):
                if one.kind is Kind.NIL:
                    yield f'<{prefix}{name}{declared} xsi:nil="true"/>'
            elif isinstance(one, Mapping):
                yield f"<{prefix}{name}{declared}>{''.join(_elements(one, prefix, ''))}</{prefix}{name}>"
            else:
                text = escape(xml_text(one), {"\r": "&#13;"})
                yield f"<{prefix}{name}{declared}>{text}</{prefix}{name}>"
