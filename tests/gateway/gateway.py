"""A gateway to try the harness on: ``python gateway.py http://127.0.0.1:8010/soap 9000``. It has three defects."""

import json
import re
import sys
import urllib.request
from urllib.error import HTTPError
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from werkzeug import Request, Response
from werkzeug.exceptions import abort
from werkzeug.routing import Map, Rule
from werkzeug.serving import run_simple

PATHS = Map([Rule("/jobs/<id>", methods=["DELETE"]), Rule("/units/<unit>/changes", methods=["GET"])])
JOBS = {"id": ".+", "reasonId": "[0-9]{1,9}", "reason": ".{0,500}"}
RULES = JOBS | {"unit": ".+", "since": "[0-9]{1,19}", "jeopardyOnly": "true|false"}
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ENVELOPE = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1"><e:Body><sp:{0}>'
    "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>gateway</spUser></login>{1}"
    "</sp:{0}></e:Body></e:Envelope>"
)
STATUSES = {"1": 404}


def element(name, inside):
    return f"<{name}>{inside}</{name}>" if inside is not None else ""


def create_gateway(soap_url):
    def send(message, content):
        headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
        request = urllib.request.Request(soap_url, ENVELOPE.format(message, content).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return ElementTree.fromstring(reply.read())
        except HTTPError as error:
            with error:
                abort(json_answer({"error": f"Scheduling answered with HTTP {error.status}"}, 502))

    @Request.application
    def answer(request):
        asked = PATHS.bind_to_environ(request.environ).match()[1] | request.args.to_dict()
        given = {name: value for name, value in asked.items() if name in RULES}
        for name, value in given.items():
            if NOT_IN_XML.search(value) or not re.fullmatch(RULES[name], value, re.DOTALL):
                return json_answer({"error": f"{name}: not what the contract says"}, 400)
        text = {name: escape(value, {"\r": "&#13;"}) for name, value in given.items()}
        if "id" in given:
            reason = element("cancelReasonId", text.get("reasonId")) + element("cancelReasonDesc", given.get("reason"))
            said = send("JobCancelRequest", element("jobID", text["id"][:49]) + element("cancelReason", reason or None))
        else:
            options = element("options", element("JeopOnly", text.get("jeopardyOnly")) or None)
            content = element("FRUID", text["unit"]) + element("timeStampIn", text.get("since")) + options
            said = send("GetChangedWorkItemsRequest", content)
        code = said.findtext(".//result/code")
        if code in STATUSES and said.findtext(".//result/type") == "Error":
            return json_answer({"error": "Scheduling refused", "code": code}, STATUSES[code])
        items = [{"id": item.findtext("workItemID"), "employee": item.findtext("attr/empID")} for item in said.iter("workItem")]
        changes = {"next": said.findtext(".//timeStampOut"), "items": items}
        return json_answer({"cancelled": given["id"]} if "id" in given else changes)

    return answer


def json_answer(value, status=200):
    return Response(json.dumps(value), status, content_type="application/json")


if __name__ == "__main__":
    run_simple("127.0.0.1", int(sys.argv[2]), create_gateway(sys.argv[1]), threaded=True)
