"""The floor: the least a SOAP server in Python can do. It parses the envelope with lxml, finds one value, and answers."""

from collections.abc import Iterable
from typing import Any

from lxml import etree

_ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>'
    '<sp2:JobCancelResponse xmlns:sp2="http://www.servicepower.com/sp.xsd1"><result><type>OK</type><code>0</code></result>'
    "<jobInfo><jobID>%s</jobID><onHold>false</onHold><bookDuration>60</bookDuration><disStatus>Tentative</disStatus></jobInfo>"
    "</sp2:JobCancelResponse></e:Body></e:Envelope>"
)


def floor(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer every cancel with success, without any state."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    job_id = etree.fromstring(body).find(".//jobID").text
    answer = (_ANSWER % job_id).encode()
    start_response("200 OK", [("Content-Type", "application/soap+xml"), ("Content-Length", str(len(answer)))])
    return [answer]
