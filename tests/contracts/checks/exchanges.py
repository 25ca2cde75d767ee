"""Exchanges made by hand: sound ones, to be broken in one place."""

import json
from dataclasses import replace

from contracts.exchange import Exchange, Request, Response, SoapCall

PATHS = {name: f"/up/v5/rest/scheduling/{name}" for name in ("CancelJob", "GetChangedWorkItems")}
SP = "http://www.servicepower.com/sp.xsd1"
LOGIN = "<login><databaseUser>SCHEMA</databaseUser><password>***</password><spUser>broker</spUser></login>"
OK = "<result><type>OK</type><code>0</code></result>"
SUCCESS = {"Success": True, "Code": "0", "Message": "", "Payload": {"result": {"type": "OK", "code": "0"}}}


def refusal(code):
    """The envelope of a Scheduling error."""
    return {"Success": False, "Code": 9, "Payload": {"returnCode": {"type": "Error", "code": code}}}


def own_refusal(message, code="bad-request"):
    """The envelope of what the facade itself refuses."""
    return {"Success": False, "Code": code, "Message": message}


def result(kind, code, more=""):
    """A reply's result."""
    return f"<result><type>{kind}</type><code>{code}</code></result>{more}"


def envelope(root, children, namespace=SP):
    """A SOAP message."""
    body = f'<sp:{root} xmlns:sp="{namespace}">{children}</sp:{root}>'
    return f'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>{body}</e:Body></e:Envelope>'


FAULT = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code>'
    "<e:Reason><e:Text>the reason</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>"
)


def cancel(body=None, *, sent="<jobID>J-1</jobID>", reply=OK, status=200, answer=SUCCESS, calls=1):
    """A cancel: its body, the elements after the login, the reply's, and the answer."""
    call = SoapCall(
        operation="CancelJob",
        request=envelope("JobCancelRequest", LOGIN + sent),
        response=envelope("JobCancelResponse", reply),
        status=200,
    )
    return made("CancelJob", {"Id": "J-1"} if body is None else body, status=status, answer=answer, soap=(call,) * calls)


def changed(body=None, *, sent="<FRUID>N</FRUID><options></options>", reply="", status=200, answer=None):
    """A poll that finds nothing, with the stamp 5."""
    call = SoapCall(
        operation="GetChangedWorkItems",
        request=envelope("GetChangedWorkItemsRequest", LOGIN + sent),
        response=envelope("GetChangedWorkItemsResponse", reply or f"{OK}<timeStampOut>5</timeStampOut>"),
        status=200,
    )
    nothing = {**SUCCESS, "Payload": {**SUCCESS["Payload"], "OffsetId": "5", "WorkItems": []}}
    body = {"FRU": "N", "Options": {}} if body is None else body
    return made("GetChangedWorkItems", body, status=status, answer=answer or nothing, soap=(call,))


def refused(body, message="Id must be a string", *, operation="CancelJob", status=400):
    """A request that the facade refuses itself."""
    return made(operation, body, status=status, answer=own_refusal(message))


TOKEN = {"access_token": "a.b.c", "token_type": "bearer", "expires_in": 60}


def token(body=None, *, status=200, answer=TOKEN, **changed):
    """A request for a token."""
    asked = {"ClientId": "emulator-client", "ClientSecret": "emulator-secret", "GrantType": "ClientCredentials"}
    body = {**asked, "ExpiresInSeconds": 60, **changed} if body is None else body
    exchange = made("CancelJob", body, status=status, answer=answer)
    return with_request(replace(exchange, operation="GetAccessToken"), method="POST", path="/up/v5/oauth2/accessToken")


def notified(query="rowver=0", *, status=200, answer=None, soap=()):
    """A look at the notifications, of which there are none."""
    exchange = made("CancelJob", b"", status=status, answer={"rowver": 0, "row": []} if answer is None else answer, soap=soap)
    path = f"/up/v5/bns/win?{query}"
    return with_request(replace(exchange, operation="GetWorkItemNotifications"), method="GET", path=path, headers={})


def made(operation, body, *, status=200, answer=SUCCESS, soap=(), headers=None):
    """An exchange of an operation."""
    request = Request(
        method="PUT",
        path=PATHS[operation],
        headers={"Content-Type": "application/json"},
        body=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    answer = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    response = Response(status=status, headers={"content-type": "application/json", **(headers or {})}, body=answer)
    return Exchange(operation=operation, request=request, response=response, soap=soap)


def with_request(exchange, **changes):
    """The same exchange with another request."""
    return replace(exchange, request=replace(exchange.request, **changes))


def with_response(exchange, **changes):
    """The same exchange with another answer."""
    return replace(exchange, response=replace(exchange.response, **changes))


def with_call(exchange, **changes):
    """The same exchange with another SOAP call."""
    return replace(exchange, soap=tuple(replace(call, **changes) for call in exchange.soap))
