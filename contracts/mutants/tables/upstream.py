"""Mutants of how the facade calls Scheduling, and tells that it failed (SB-E-05, SB-P-01, SB-P-02)."""

from functools import partial

from contracts.mutants.mutant import Mutant

_called = partial(Mutant, module="emulator.soap_client.client")
_by_url = partial(Mutant, module="emulator.soap_client.http")
_in_time = partial(Mutant, module="emulator.soap_client.deadline")
_told = partial(Mutant, module="emulator.facades.servicebroker.facade")

_SEND = "            answer = self._transport.send(request, headers=headers, timeout=self._timeout)\n"
_AGAIN = (
    _SEND + "        except {late} as failure:\n"
    '            calls.append(SoapExchange(operation=operation.name, request=request, response=b"", status=0))\n'
    "            answer = self._transport.send(request, headers=headers, timeout=self._timeout)\n"
)

# fmt: off
MUTANTS = (
    _called(
        id="sent-again-on-time-out", clauses=("SB-P-01",), defect="a call that timed out is made once more",
        old=_SEND + "        except CallFailed:\n",
        new=_AGAIN.format(late='__import__("emulator.soap_client.failures", fromlist=["x"]).TimedOut')
            + "        except CallFailed:\n"),
    _called(
        id="sent-again-on-a-broken-connection", clauses=("SB-P-01",), defect="a call whose connection broke is made once more",
        old=_SEND + "        except CallFailed:\n",
        new=_AGAIN.format(late='__import__("emulator.soap_client.failures", fromlist=["x"]).Unreachable')
            + "        except CallFailed:\n"),
    _called(
        id="sent-twice", clauses=("SB-P-01",), defect="a cancel is sent twice, to be sure",
        old=_SEND,
        new=_SEND + '            if operation.name == "CancelJob":\n'
            "                calls.append(SoapExchange(operation=operation.name, request=request, response=answer.body, "
            "status=answer.status))\n"
            "                answer = self._transport.send(request, headers=headers, timeout=self._timeout)\n"),
    _in_time(
        id="no-deadline-for-the-whole", clauses=("SB-E-05",), defect="by URL each read may take its time: a reply that drips is never late",
        old="data = self._inner.read(max_bytes, call.left(httpcore.ReadTimeout))", new="data = self._inner.read(max_bytes, 0.25)"),
    _by_url(
        id="late-by-url-is-unreachable", clauses=("SB-E-05", "SB-P-02"), defect="by URL a reply that is late is told as unreachable",
        old="            raise TimedOut from error", new="            raise Unreachable from error"),
    _by_url(
        id="broken-off-by-url-is-unreachable", clauses=("SB-E-05", "SB-P-02"), defect="by URL a reply that breaks off is told as unreachable",
        old="            if call.heard:", new="            if not call.heard and False:"),
    _by_url(
        id="length-in-characters-by-url", clauses=("SB-P-02",), defect="by URL Content-Length counts characters, not bytes",
        old='("Content-Length", str(len(body)))', new='("Content-Length", str(len(body.decode())))'),
    _told(
        id="late-told-as-unreachable", clauses=("SB-E-05",), defect="a reply that is late is told as unreachable",
        old="return _upstream(Refusal.TIMEOUT,", new="return _upstream(Refusal.UNREACHABLE,"),
    _told(
        id="fault-told-as-not-soap", clauses=("SB-E-05",), defect="a SOAP fault is told as not-soap",
        old="return _upstream(Refusal.FAULT,", new="return _upstream(Refusal.NOT_SOAP,"),
    _told(
        id="one-lock-for-all-callers-logins", clauses=("SB-P-01", "SB-H-02"), defect="of callers at once some get another's call",
        old="        values = values_of(body, operation.request, broker=broker, version=tenant.version)\n        self._be_configured()\n",
        new="        self._values = values_of(body, operation.request, broker=broker, version=tenant.version)\n"
            '        __import__("time").sleep(0)\n        values = self._values\n        self._be_configured()\n'),
)
# fmt: on
