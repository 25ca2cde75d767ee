"""SOAP servers that answer wrongly: ours in this process, with its answers changed, or no server at all but one answer."""

from contracts.exchange import Response
from contracts.target import InProcess, NotPossible

OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="{}" xmlns:sp="http://www.servicepower.com/sp.xsd1"><e:Body>'
)
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
CLOSING = "</e:Body></e:Envelope>"
TYPE = {"content-type": "application/soap+xml; charset=utf-8"}
ACCEPTED = "<sp:StandardResponse><result><type>OK</type><code>0</code></result></sp:StandardResponse>"
FAULT = (
    "<e:Fault><e:Code><e:Value>e:Receiver</e:Value></e:Code><e:Reason><e:Text xml:lang='en'>no</e:Text></e:Reason></e:Fault>"
)


def reply(inside, *, status=200):
    return Response(status=status, headers=TYPE, body=f"{OPENING.format(SOAP_12)}{inside}{CLOSING}".encode())


class OneAnswer:
    """A server by URL, without a control API, that answers whatever it is asked in one way; it keeps what it was asked."""

    name = base_url = "http://127.0.0.1:1"

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def soap(self, request):
        self.asked.append((request.method, request.path, dict(request.headers), request.body))
        return self.answer(request) if callable(self.answer) else self.answer

    def control(self, method, path, body=None):
        raise NotPossible("there is no control API")


class Lying(InProcess):
    """Our emulator, with a lie about some of it: ``lie`` is given the target, the request and the true answer."""

    def __init__(self, settings=None, *, lie=lambda target, request, response: response, told=lambda path, found: found):
        super().__init__(settings)
        self._lie, self._told = lie, told

    def soap(self, request):
        return self._lie(self, request, super().soap(request))

    def control(self, method, path, body=None):
        return self._told(path, super().control(method, path, body))

    def with_settings(self, settings):
        return _Closing(Lying(settings, lie=self._lie, told=self._told))


class _Closing:
    def __init__(self, target):
        self._target = target

    def __enter__(self):
        return self._target

    def __exit__(self, *_):
        self._target.close()
