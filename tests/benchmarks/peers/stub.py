"""The stub that every peer serves: a cancel, known by its XPath, is answered with a JobCancelResponse that has its id."""

from tests.benchmarks import messages

PATH = messages.SOAP_PATH
NAMESPACES = {"soap": "http://www.w3.org/2003/05/soap-envelope", "sp": "http://www.servicepower.com/sp.xsd1"}

# The operation by its element, in its namespace, and the job by its id.
JOB_ID = "/soap:Envelope/soap:Body/sp:JobCancelRequest/jobID"
MATCHES = f"{JOB_ID}[starts-with(., 'J-')]"
CONTENT_TYPE = "application/soap+xml"


def answer(job_id: str) -> str:
    """Write the answer, as long as ours, with whatever a tool puts in the place of the id."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>"
        "<sp2:JobCancelResponse xmlns:sp2='http://www.servicepower.com/sp.xsd1'><result><type>OK</type><code>0</code></result>"
        f"<jobInfo><jobID>{job_id}</jobID><onHold>false</onHold><bookDuration>60</bookDuration>"
        "<disStatus>Tentative</disStatus><empID>TECH01</empID></jobInfo></sp2:JobCancelResponse></e:Body></e:Envelope>"
    )


def must_not_match() -> tuple[tuple[str, bytes], ...]:
    """Give requests that are no cancel of such a job: another id, another operation, another namespace."""
    cancel = messages.soap_cancel("J-1")
    return (
        ("a job of another name", messages.soap_cancel("X-1")),
        ("another operation", messages.soap_poll("J-1", 0)),
        ("another namespace", cancel.replace(NAMESPACES["sp"].encode(), b"urn:another")),
    )
