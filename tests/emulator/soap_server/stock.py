"""The interface's types served through spyne's own protocols, to hold ours against."""

from collections.abc import Callable
from functools import cache
from typing import Any

from spyne import Application, MethodContext, Service, rpc
from spyne.protocol.soap import Soap11, Soap12
from spyne.server import ServerBase
from spyne.util.appreg import unregister_application

from emulator.soap_server import types
from tests.emulator.soap_server.soap import MESSAGES, SOAP_11, SOAP_12

_PROTOCOLS = {SOAP_11: Soap11, SOAP_12: Soap12}


@cache
def reader(namespace: str) -> Callable[[bytes], Any]:
    """Make what reads a request in one version of SOAP, without any validation, as spyne hands it to a service."""
    server = _server(_PROTOCOLS[namespace])

    def read(body: bytes) -> Any:
        ctx = MethodContext(server, MethodContext.SERVER)
        ctx.in_string = [body]
        (ctx,) = server.generate_contexts(ctx)
        server.get_in_object(ctx)
        if ctx.in_error is not None:
            raise ctx.in_error
        return ctx.in_object

    return read


def read_reply(kind: Any, element: Any) -> Any:
    """Read a reply's element as spyne's client would."""
    return _server(Soap12).app.in_protocol.from_element(None, kind, element)


@cache
def _server(protocol: Any) -> Any:
    def messages(request: Any, response: Any) -> Any:
        names = {
            f"_{way}_message_name": f"{{{MESSAGES}}}{of.get_type_name()}" for way, of in (("in", request), ("out", response))
        }
        return rpc(request, _returns=response, _body_style="bare", **names)

    class Stock(Service):
        @messages(types.LoginRequest, types.LoginResponse)
        def Login(ctx, request):
            return None

        @messages(types.JobCancelRequest, types.JobCancelResponse)
        def CancelJob(ctx, request):
            return None

        @messages(types.GetChangedWorkItemsRequest, types.GetChangedWorkItemsResponse)
        def GetChangedWorkItems(ctx, request):
            return None

    class Server(ServerBase):
        transport = "none"

    application = Application([Stock], MESSAGES, name=protocol.__name__, in_protocol=protocol(), out_protocol=protocol())
    unregister_application(application)
    return Server(application)
