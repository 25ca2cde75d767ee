"""Envelopes to send, and an emulator to send them to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from werkzeug.test import Client

from emulator.app import Emulator, create_emulator
from emulator.clock import Clock
from emulator.faults import Fault, FaultRule
from emulator.scheduling.audit import AuditEntry
from emulator.scheduling.work_item import Unit, WorkItem
from emulator.settings import Settings
from tests.emulator.scheduling.items import NOW, activity, job, unresourced

SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
MESSAGES = "http://www.servicepower.com/sp.xsd1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
MEDIA_TYPES = {SOAP_11: "text/xml", SOAP_12: "application/soap+xml"}
LOGIN = "<login><databaseUser>SCHEMA</databaseUser><password>secret</password><spUser>clerk</spUser></login>"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back over HTTP."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def root(self) -> Any:
        """The one element in the body."""
        envelope = etree.fromstring(self.body)
        assert [etree.QName(child).localname for child in envelope] == ["Header", "Body"]
        (root,) = envelope[1]
        return root

    @property
    def namespace(self) -> str:
        return etree.QName(etree.fromstring(self.body)).namespace or ""

    @property
    def name(self) -> str:
        return str(etree.QName(self.root).localname)

    @property
    def result(self) -> tuple[str, int]:
        """The type and the code of an ordinary reply."""
        assert self.status == 200, self.body
        assert self.root.tag != f"{{{self.namespace}}}Fault", self.body
        return self.root.findtext("result/type"), int(self.root.findtext("result/code"))

    def text(self, path: str) -> str | None:
        found = self.root.find(path)
        return None if found is None else found.text or ""

    @property
    def ids(self) -> list[str]:
        assert self.result == ("OK", 0)
        return [item.findtext("workItemID") for item in self.root.iterfind("workItem")]

    @property
    def fault(self) -> tuple[int, str, str]:
        """The status, code and reason of a fault, whose envelope and Content-Type must be of one version."""
        fault = self.root
        assert fault.tag == f"{{{self.namespace}}}Fault", self.body
        assert self.content_type == f"{MEDIA_TYPES[self.namespace]}; charset=utf-8"
        if self.namespace == SOAP_12:
            code, reason = fault.findtext("{*}Code/{*}Value"), fault.findtext("{*}Reason/{*}Text")
        else:
            code, reason = fault.findtext("faultcode"), fault.findtext("faultstring")
        prefix, _, name = code.partition(":")
        assert fault.nsmap[prefix] == self.namespace
        return self.status, name, reason


class Soap:
    """An emulator with little in it, and a client that posts to it."""

    def __init__(self, **settings: Any) -> None:
        self.slept: list[float] = []
        self.clock = Clock.frozen_at(NOW)
        chosen = Settings(**{"scenario": "empty", **settings})
        self.emulator: Emulator = create_emulator(chosen, clock=self.clock, first_stamp=1_000_000, sleep=self.slept.append)
        with self.emulator.store.transaction() as tx:
            tx.put_unit(Unit(id="NORTH"))
            tx.put_unit(Unit(id="BADMAX", max_work_items=0))
        self.put(job("J-1"), unresourced("J-2"), activity("700001"))
        self.client = Client(self.emulator.wsgi)

    def put(self, *items: WorkItem) -> None:
        with self.emulator.store.transaction() as tx:
            for item in items:
                tx.put(item)

    def post(
        self,
        body: bytes | str,
        *,
        content_type: str | None = "application/soap+xml; charset=utf-8",
        path: str = "/soap",
        **more: Any,
    ) -> Answered:
        data = body.encode() if isinstance(body, str) else body
        response = self.client.post(path, data=data, content_type=content_type, **more)
        return Answered(response.status_code, response.headers["Content-Type"], response.data, dict(response.headers))

    def call(self, message: str, *, namespace: str = SOAP_12) -> Answered:
        return self.post(envelope(message, namespace=namespace), content_type=MEDIA_TYPES[namespace])

    def cancel(self, job_id: str | None, reason: str = "", *, login: str = LOGIN) -> Answered:
        return self.call(cancel(job_id, reason, login=login))

    def poll(self, unit: str | None = "NORTH", more: str = "", *, login: str = LOGIN) -> Answered:
        return self.call(poll(unit, more, login=login))

    def sender_fault(self, message: str) -> str:
        """Tell the reason of the Sender fault that a message gets, which must change nothing."""
        before = self.jobs, self.audit
        status, code, reason = self.call(message).fault
        assert (status, code) == (400, "Sender")
        assert (self.jobs, self.audit) == before
        return reason

    def order(self, *, operation: str | None = None, count: int = 1, **fault: Any) -> None:
        self.emulator.faults.put([FaultRule(operation=operation, count=count, fault=Fault(**fault))])

    @property
    def jobs(self) -> list[str]:
        with self.emulator.store.transaction() as tx:
            return [item.id for item in tx.items()]

    @property
    def audit(self) -> list[AuditEntry]:
        with self.emulator.store.transaction() as tx:
            return list(tx.audit())


def envelope(message: str, *, namespace: str = SOAP_12, header: str = "") -> str:
    opening = f'<e:Envelope xmlns:e="{namespace}" xmlns:sp="{MESSAGES}" xmlns:xsi="{XSI}">'
    return f"{opening}{header}<e:Body>{message}</e:Body></e:Envelope>"


def cancel(job_id: str | None, reason: str = "", *, login: str = LOGIN) -> str:
    named = "" if job_id is None else f"<jobID>{escaped(job_id)}</jobID>"
    return f"<sp:JobCancelRequest>{login}{named}{reason}</sp:JobCancelRequest>"


def poll(unit: str | None = "NORTH", more: str = "", *, login: str = LOGIN) -> str:
    named = "" if unit is None else f"<FRUID>{escaped(unit)}</FRUID>"
    return f"<sp:GetChangedWorkItemsRequest>{login}{named}{more}</sp:GetChangedWorkItemsRequest>"


def reason(content: str) -> str:
    return f"<cancelReason>{content}</cancelReason>"


def escaped(value: str) -> str:
    return escape(value, {"\r": "&#13;"})
