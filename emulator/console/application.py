"""The console as a WSGI application beside the control API."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from emulator.addresses import CONSOLE
from emulator.console.views import VIEWS
from emulator.control.controlled import Controlled

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from werkzeug import Request, Response

    from emulator.console.files import File

_HTML, _JSON, _TEXT = "text/html; charset=utf-8", "application/json", "text/plain; charset=utf-8"
_NO_HEADERS: Mapping[str, str] = {}
_VIEWS = {view.path: view for view in VIEWS}
_REFERENCE = next(view for view in VIEWS if view.key == "reference")


def create_console(emulator: Controlled, wsdl: Callable[[str], bytes], otherwise: "WSGIApplication") -> "WSGIApplication":
    """Make the WSGI callable that answers below /_emulator/console, and hands on what is not the console's.

    ``wsdl`` writes the WSDL of the Scheduling system for an address.
    """

    def console(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path != CONSOLE and not path.startswith(f"{CONSOLE}/"):
            return otherwise(environ, start_response)
        from werkzeug import Request

        return _answer(emulator, wsdl, Request(environ, populate_request=False))(environ, start_response)

    return console


def _answer(emulator: Controlled, wsdl: Callable[[str], bytes], request: "Request") -> "Response":
    # What the pages are made of is imported when somebody looks at one: a start does not wait for it.
    from emulator.console import files
    from emulator.console.documents import text_of
    from emulator.console.mapped import mapped_fields
    from emulator.console.trying import fault_fields, operations_of, soap_operations

    if request.method not in ("GET", "HEAD"):
        return _response(
            f"{request.path} has no {request.method}; look with GET\n", _TEXT, status=405, headers={"Allow": "GET, HEAD"}
        )
    if request.path == CONSOLE:
        return _response("", _TEXT, status=302, headers={"Location": f"{request.root_path}{CONSOLE}/"})
    match request.path.removeprefix(f"{CONSOLE}/").split("/"):
        case [path] if path in _VIEWS:
            return _page(emulator, path)
        case ["reference", name]:
            return _known(request, name, lambda: _reference(emulator, name))
        case ["documents", file] if file.endswith(".yaml"):
            name = file.removesuffix(".yaml")
            return _known(request, name, lambda: _response(text_of(name), "application/yaml; charset=utf-8"))
        case ["data", "mapping.json"]:
            return _data(mapped_fields())
        case ["data", "faults.json"]:
            return _data(fault_fields())
        case ["data", "operations", "soap.json"]:
            return _data(soap_operations(wsdl("http://127.0.0.1/soap")))
        case ["data", "operations", file] if file.endswith(".json"):
            name = file.removesuffix(".json")
            return _known(request, name, lambda: _data(operations_of(name)))
        case ["assets", version, name] if version == files.version() and name in files.files():
            return _file(request, files.files()[name])
    return _nothing(request)


def _page(emulator: Controlled, path: str) -> "Response":
    from emulator.console.pages import POLICY, page

    values: dict[str, Any] = {}
    if path == "reference":
        from emulator.console.reference import contents

        values["contents"] = contents()
    if path == "assumptions":
        from emulator.control.assumptions import assumptions_in_force

        values["assumptions"] = assumptions_in_force(emulator)
    text = page(_VIEWS[path], emulator_version=emulator.version, **values)
    return _response(text, _HTML, headers={"Content-Security-Policy": POLICY})


def _reference(emulator: Controlled, name: str) -> "Response":
    from emulator.console.pages import POLICY, page
    from emulator.console.reference import contents, reference_of

    values = {"contents": contents(), "reference": reference_of(name)}
    text = page(_REFERENCE, emulator_version=emulator.version, root="../", **values)
    return _response(text, _HTML, headers={"Content-Security-Policy": POLICY})


def _file(request: "Request", file: "File") -> "Response":
    # A script that changes has another address.
    answer = _response(file.content, file.content_type, headers={"Cache-Control": "private, max-age=31536000, immutable"})
    answer.set_etag(file.etag)
    return answer.make_conditional(request)


def _known(request: "Request", name: str, answer: "Callable[[], Response]") -> "Response":
    from emulator.console.documents import TITLES

    return answer() if name in TITLES else _nothing(request)


def _nothing(request: "Request") -> "Response":
    return _response(f"The console has nothing at {request.path}; it begins at {CONSOLE}/\n", _TEXT, status=404)


def _data(value: Any) -> "Response":
    return _response(json.dumps(value), _JSON)


def _response(
    body: str | bytes, content_type: str, *, status: int = 200, headers: Mapping[str, str] = _NO_HEADERS
) -> "Response":
    from werkzeug import Response

    # Pages show what is now; only files, whose names change with them, are kept.
    return Response(
        body,
        status,
        {
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            **headers,
        },
        content_type=content_type,
    )
