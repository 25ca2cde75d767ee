"""The compiled wire, made once for all systems of a process that speak alike: to make it takes longer than all else of one."""

from dataclasses import dataclass
from functools import cache
from threading import Lock

from spyne import Application
from spyne.util.appreg import unregister_application

from emulator.soap_server.service import Scheduling
from emulator.soap_server.types import INTERFACE
from emulator.soap_server.wire import SchedulingSoap
from emulator.soap_server.wsdl import WsdlDocument

_TRANSPORT = "http://schemas.xmlsoap.org/soap/http"
_MAKING = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """How messages are read and written, and the interface that says so; neither knows whose they are."""

    protocol: SchedulingSoap
    wsdl: WsdlDocument


def wire_of(*, strict: bool, knows_reasons: bool, status_required: bool) -> Wire:
    """Give the wire of all systems of this kind."""
    # Two threads that ask at once get the same.
    with _MAKING:
        return _made(strict=strict, knows_reasons=knows_reasons, status_required=status_required)


def make_wire(*, strict: bool, knows_reasons: bool, status_required: bool) -> Wire:
    """Make a wire that nobody has."""
    protocol = SchedulingSoap()
    application = Application([Scheduling], INTERFACE, name="sp", in_protocol=protocol, out_protocol=SchedulingSoap())
    # spyne keeps a register of applications, each of which has the same name here.
    unregister_application(application)
    application.transport = _TRANSPORT
    wsdl = WsdlDocument(application, status_required=status_required)
    if strict:
        protocol.enforced_schema = wsdl.schema()
        protocol.ignored = frozenset() if knows_reasons else frozenset({"cancelReason"})
    return Wire(protocol=protocol, wsdl=wsdl)


_made = cache(make_wire)
