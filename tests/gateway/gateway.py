"""A gateway to try the harness on: ``python gateway.py http://127.0.0.1:8010/soap 9000``. It has three defects."""

import json
import re
import sys
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import urllib3
from werkzeug import Request, Response
from werkzeug.routing import Map, Rule
from werkzeug.serving import run_simple

PATHS = Map([Rule("/jobs/<id>", methods=["DELETE"]), Rule("/units/<unit>/changes", methods=["GET"])])
TEXT = "[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # what XML can carry
RULES = {"id": f"{TEXT}+", "reasonId": "[0-9]{1,9}", "reason": TEXT + "{0,500}"}
RULES |= {"unit": f"{TEXT}+", "since": "[0-9]{1,19}", "jeopardyOnly": "true|false"}
HEADERS = {"Content-Type": "application/soap+xml; charset=utf-8"}
ENVELOPE = (
    '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:sp="http://www.servicepower.com/sp.xsd1"><e:Body><sp:{0}>'
    "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>gateway</spUser></login>{1}"
    "</sp:{0}></e:Body></e:Envelope>"
)


def element(name, inside):
    return f"<{name}>{inside}</{name}>" if inside is not None else ""


def create_gateway(soap_url):
    @Request.application
    def answer(request):
        given = PATHS.bind_to_environ(request.environ).match()[1] | request.args.to_dict()
        for name, rule in RULES.items():
            if name in given and not re.fullmatch(rule, given[name]):
                return json_answer({"error": f"{name}: not what the contract says"}, 400)
        text = {name: escape(value, {"\r": "&#13;"}) for name, value in given.items()}
        if request.method == "DELETE":
            reason = element("cancelReasonId", text.get("reasonId")) + element("cancelReasonDesc", given.get("reason"))
            message, content = "JobCancelRequest", element("jobID", text["id"][:49]) + element("cancelReason", reason or None)
        else:
            options = element("options", element("JeopOnly", text.get("jeopardyOnly")) or None)
            content = element("FRUID", text["unit"]) + element("timeStampIn", text.get("since")) + options
            message = "GetChangedWorkItemsRequest"
        reply = urllib3.request("POST", soap_url, body=ENVELOPE.format(message, content).encode(), headers=HEADERS, timeout=10)
        if reply.status != 200:
            return json_answer({"error": f"Scheduling answered with HTTP {reply.status}"}, 502)
        said = ElementTree.fromstring(reply.data)
        if said.findtext(".//result/code") == "1":
            return json_answer({"error": "Scheduling refused", "code": "1"}, 404)
        items = [{"id": item.findtext("workItemID"), "employee": item.findtext("attr/empID")} for item in said.iter("workItem")]
        changes = {"next": said.findtext(".//timeStampOut"), "items": items}
        return json_answer({"cancelled": given["id"]} if request.method == "DELETE" else changes)

    return answer


def json_answer(value, status=200):
    return Response(json.dumps(value), status, content_type="application/json")


if __name__ == "__main__":
    run_simple("127.0.0.1", int(sys.argv[2]), create_gateway(sys.argv[1]), threaded=True)
