"""The WSDL of our emulator, compared with the vendor's fact by fact."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from contracts.document import load
from contracts.expected.soap_server import SoapServer
from contracts.run.budget import Budget
from contracts.run.events import Checked, RunContext
from contracts.run.soap_wsdl import soap_wsdl
from contracts.target import InProcess


class Misdescribed:
    """Our emulator, with another WSDL."""

    def __init__(self, change, inner=None):
        self._inner, self._change = inner or InProcess(), change
        self.name, self.base_url, self.control = self._inner.name, self._inner.base_url, self._inner.control

    def soap(self, request):
        answer = self._inner.soap(request)
        return replace(answer, body=self._change(answer.body))

    @contextmanager
    def with_settings(self, settings):
        with self._inner.with_settings(settings) as other:
            yield Misdescribed(self._change, other)


def failures(target, **facts):
    soap = SoapServer(**facts)
    context = RunContext(target=target, documents=(load("servicebroker"),), seed=1, budget=Budget(None), soap=soap)
    events = list(soap_wsdl(context))
    assert all(isinstance(event, Checked) and event.clauses == ("SCH-T-05",) for event in events)
    return [failure for event in events for failure in event.failures]


def test_the_emulator_s_own_is_the_vendor_s():
    assert failures(InProcess()) == []


def test_a_setting_may_leave_the_status_out():
    target = InProcess({"unresourced_status": "absent"})

    assert failures(target, status_required=False) == []
    assert [failure.where.rpartition("/")[2] for failure in failures(target)] == ["@minOccurs"]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (b'value="50"', b'value="49"', "definitions sp/types/schema/simpleType JobID/restriction/maxLength 50"),
        (
            b'minOccurs="0"/>',
            b"/>",
            "definitions sp/types/schema/complexType CancelReason/sequence/element cancelReasonDesc/@minOccurs",
        ),
        (b"capeconnect:", b"urn:", "definitions sp/binding sp/operation CancelJob/operation/@soapAction"),
    ],
)
def test_another_one_is_told_with_its_place(old, new, place):
    found = failures(Misdescribed(lambda body: body.replace(old, new)))

    assert place in {failure.where for failure in found}


@pytest.mark.parametrize("body", [b"", b"<html/>", b"no XML at all"])
def test_something_else_is_told(body):
    assert failures(Misdescribed(lambda _: body))


def test_an_address_of_its_own_is_told():
    found = failures(Misdescribed(lambda body: body.replace(b"/ccx/servicepower", b"/soap")))

    (failure,) = found
    assert (failure.where, failure.found) == ("address", "http://127.0.0.1:8010/soap")
