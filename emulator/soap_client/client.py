"""One SOAP call: write, send once, read."""

from collections.abc import Mapping

from emulator.mapping.operation import Operation
from emulator.soap_client.failures import CallFailed, NotSoap
from emulator.soap_client.namespaces import ACTIONS
from emulator.soap_client.reader import Reply, read
from emulator.soap_client.transport import SoapExchange, Transport
from emulator.soap_client.writer import write


class SoapClient:
    """Call Scheduling over a transport, giving each reply ``timeout`` seconds."""

    def __init__(self, transport: Transport, *, timeout: float) -> None:
        self._transport = transport
        self._timeout = timeout

    def call(self, operation: Operation, values: Mapping[str, str], calls: list[SoapExchange]) -> Reply:
        """Make the call once and add it to ``calls``; raise one of the ways of CallFailed when there is no reply.

        ``values`` are texts by SOAP path, the login's among them.
        """
        request = write(operation, values)
        headers = {"Content-Type": f'application/soap+xml; charset=utf-8; action="{ACTIONS}{operation.name}"'}
        try:
            answer = self._transport.send(request, headers=headers, timeout=self._timeout)
        except CallFailed:
            calls.append(SoapExchange(operation=operation.name, request=request, response=b"", status=0))
            raise
        calls.append(SoapExchange(operation=operation.name, request=request, response=answer.body, status=answer.status))
        if not answer.whole:
            raise NotSoap("a reply that broke off")
        return read(answer.body, answer.status, operation)
