"""The SOAP messages of a failure, raw, with the line that sends each straight to the SOAP server."""

from contracts.exchange import Request, SoapCall
from contracts.reports.repeat.place import Places

_MEDIA_TYPES = {
    "http://www.w3.org/2003/05/soap-envelope": "application/soap+xml",
    "http://schemas.xmlsoap.org/soap/envelope/": "text/xml",
}


def as_envelope(call: SoapCall, places: Places) -> str:
    """Write a message as it went over the wire, its password masked, and the curl line that sends it again."""
    media_type = next((kind for namespace, kind in _MEDIA_TYPES.items() if namespace in call.request), "application/soap+xml")
    headers = {"Content-Type": f"{media_type}; charset=utf-8"}
    path = places.soap.removeprefix(places.soap_host)
    request = Request(method="POST", path=path, headers=headers, body=call.request.encode("utf-8", "surrogatepass"))
    return f"{call.request}\n\n{request.curl(places.soap_host)}"
