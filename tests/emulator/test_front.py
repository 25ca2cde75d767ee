"""The front door: who answers which request, and what the journal keeps of it (SCH-T-05, SCH-T-06)."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug import Request, Response
from werkzeug.test import Client, TestResponse, create_environ

from emulator.front import Front
from tests.emulator.soap_server.soap import Soap, cancel, envelope, poll

REST = "/up/v5/rest/scheduling"


def owner(response: TestResponse) -> str:
    """Tell by its looks who answered."""
    if response.content_type.startswith(("application/soap+xml", "text/xml")):
        return "wsdl" if b"<wsdl:definitions" in response.data else "soap"
    if response.content_type.startswith("text/plain"):
        return "nobody" if response.status_code == 404 else "soap"
    return "facade" if "Success" in (response.json or {}) else "control"


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("POST", "/", "soap"),
        ("POST", "", "soap"),
        ("POST", "/soap", "soap"),
        ("POST", "/soap/x", "soap"),
        ("POST", "/ccx/servicepower", "soap"),
        ("POST", "/soapy", "soap"),
        ("POST", "/up", "soap"),
        ("POST", "/upper", "soap"),
        ("POST", "/_emulatory", "soap"),
        ("GET", "/?wsdl", "wsdl"),
        ("GET", "/soap?WSDL", "wsdl"),
        ("GET", "/any/thing?wsdl", "wsdl"),
        ("GET", "/soap", "soap"),
        ("PUT", "/soap", "soap"),
        ("DELETE", "/soap/x", "soap"),
        ("PUT", "/any/thing?wsdl", "soap"),
        ("GET", "/", "nobody"),
        ("PUT", "/", "nobody"),
        ("GET", "/favicon.ico", "nobody"),
        ("GET", "/soapy", "nobody"),
        ("DELETE", "/ccx/servicepower", "nobody"),
        ("PUT", f"{REST}/CancelJob", "facade"),
        ("POST", f"{REST}/CancelJob", "facade"),
        ("GET", f"{REST}/CancelJob?wsdl", "facade"),
        ("POST", "/up/", "facade"),
        ("GET", "/up/unknown", "facade"),
        ("GET", "/_emulator", "control"),
        ("GET", "/_emulator/health", "control"),
        ("POST", "/_emulator/unknown", "control"),
        ("GET", "/_emulator/health?wsdl", "control"),
    ],
)
def test_each_request_has_one_owner(soap, method, path, expected):
    response = soap.client.open(path, method=method, data=b"{}", content_type="application/json")

    assert owner(response) == expected


def test_where_nothing_is_served_it_says_what_is(soap):
    response = soap.client.get("/nothing here")

    assert response.status_code == 404
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.text == (
        "Nothing is served at /nothing here. SOAP is at /soap, its WSDL at /soap?wsdl, the control API below /_emulator/.\n"
    )


# -- the journal


def exchanges(soap: Soap) -> list[dict[str, Any]]:
    return soap.client.get("/_emulator/journal").json["exchanges"]


@pytest.mark.parametrize(("path", "message"), [("/soap", cancel("J-1")), ("/", cancel("J-0")), ("/ccx/servicepower", poll())])
def test_a_direct_soap_call_is_one_exchange_without_rest(soap, path, message):
    answer = soap.post(envelope(message), path=path)

    (found,) = exchanges(soap)
    assert (found["facade"], found["rest"]) == (None, None)
    assert found["operation"] == ("CancelJob" if "Cancel" in message else "GetChangedWorkItems")
    (call,) = found["soap"]
    assert (call["status"], call["operation"]) == (200, found["operation"])
    assert call["request"] == envelope(message).replace("secret", "***")
    assert call["response"] == answer.body.decode()


def test_a_rest_call_is_one_exchange_with_the_soap_call_it_caused(soap):
    response = soap.client.put(f"{REST}/CancelJob?x=1", json={"Id": "J-1"}, headers={"Authorization": "Bearer emulator-token"})

    (found,) = exchanges(soap)
    assert (found["facade"], found["operation"]) == ("servicebroker", "CancelJob")
    asked, answered = found["rest"]["request"], found["rest"]["response"]
    assert (asked["method"], asked["path"], asked["body"]) == ("PUT", f"{REST}/CancelJob?x=1", '{"Id": "J-1"}')
    assert "emulator-token" not in str(found)
    assert (answered["status"], answered["body"]) == (200, response.text)
    (call,) = found["soap"]
    assert "<jobID>J-1</jobID>" in call["request"]
    assert "JobCancelResponse" in call["response"]


def test_a_rest_call_that_is_refused_is_an_exchange_without_soap(soap):
    soap.client.put(f"{REST}/CancelJob", data=b"{", content_type="application/json")
    soap.client.get("/up/nowhere")

    first, second = exchanges(soap)
    assert (first["operation"], first["soap"], first["rest"]["request"]["body"]) == ("CancelJob", [], "{")
    assert (second["operation"], second["soap"], second["rest"]["request"]["path"]) == (None, [], "/up/nowhere")


def test_a_fault_is_an_exchange_and_its_operation_is_known_where_the_request_tells_it(soap):
    soap.post("<")
    soap.call(cancel("J-1", "<cancelReason><cancelReasonId>x</cancelReasonId></cancelReason>"))

    assert [(found["operation"], found["soap"][0]["status"]) for found in exchanges(soap)] == [(None, 400), ("CancelJob", 400)]


def test_a_broken_connection_is_an_exchange_without_a_response(soap):
    soap.order(reset=True)

    with pytest.raises(ConnectionResetError):
        soap.call(cancel("J-1"))

    (found,) = exchanges(soap)
    assert found["operation"] == "CancelJob"
    assert (found["soap"][0]["status"], found["soap"][0]["response"]) == (0, "")


def test_wsdl_control_and_what_is_not_allowed_are_no_exchanges(soap):
    soap.client.get("/soap?wsdl")
    soap.client.get("/soap")
    soap.client.get("/nothing")
    soap.client.get("/_emulator/health")

    assert exchanges(soap) == []


@pytest.mark.parametrize("path", ["/soap", f"{REST}/CancelJob"])
def test_a_body_that_is_too_large_is_refused_and_not_kept(make_soap, path):
    soap = make_soap(max_body_bytes=100)

    response = soap.client.open(
        path, method="POST" if path == "/soap" else "PUT", data=b"x" * 300, content_type="application/json"
    )

    assert response.status_code == 413
    (found,) = exchanges(soap)
    assert "x" * 300 not in str(found)


def test_a_path_in_the_journal_is_quoted_as_it_was_sent(soap):
    soap.client.get("/up/a b/é?q=%20")

    (found,) = exchanges(soap)
    assert found["rest"]["request"]["path"] == "/up/a%20b/%C3%A9?q=%20"


# -- a facade of one's own


class Counting:
    """A facade that makes no SOAP calls, and whose paths all are its own."""

    prefix = "/count/"

    def operation(self, request: Request) -> str | None:
        return request.path.removeprefix(self.prefix) or None

    def start_anew(self) -> None:
        pass

    def __call__(self, request: Request, calls: list[Any]) -> Response:
        return Response(str(len(request.get_data())))


@pytest.fixture
def counting(soap: Soap) -> Callable[..., TestResponse]:
    front = Front(
        soap=soap.emulator.front._soap,
        facades={"counting": Counting()},
        control=soap.emulator.front._control,
        journal=soap.emulator.journal,
        max_body_bytes=1000,
        faults=soap.emulator.faults,
        sleep=soap.slept.append,
    )
    return Client(front).open


def test_a_facade_owns_every_path_below_its_prefix(counting, soap):
    assert counting("/count/me", method="POST", data=b"12345").text == "5"
    assert owner(counting(f"{REST}/CancelJob", method="POST")) == "soap"

    first, _ = exchanges(soap)
    assert (first["facade"], first["operation"], first["rest"]["request"]["body"]) == ("counting", "me", "12345")


def test_a_post_that_tells_no_length_has_no_body(soap):
    environ = create_environ("/soap", method="POST")
    started: list[str] = []

    body = b"".join(soap.emulator.wsgi(environ, lambda status, headers, exc_info=None: started.append(status)))

    assert "CONTENT_LENGTH" not in environ
    assert started == ["400 Bad Request"]
    assert b"Fault" in body
