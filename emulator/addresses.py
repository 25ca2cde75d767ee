"""Where each part of an emulator is, below its base URL."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A part by its name in programs, its label for people, and its path, as a client's base URL has it."""

    name: str
    label: str
    path: str


ADDRESSES = (
    Address(name="soap", label="SOAP", path="/soap"),
    Address(name="wsdl", label="WSDL", path="/soap?wsdl"),
    Address(name="servicebroker", label="REST", path="/up/v5/rest/scheduling"),
    Address(name="azure-job-router", label="Azure", path="/routing"),
    Address(name="joc", label="JOC", path="/joc/api"),
    Address(name="crm-com", label="CRM.COM", path="/crmapi/rest/v2"),
    Address(name="control", label="control", path="/_emulator"),
)

# The page for a person.
CONSOLE = "/_emulator/console"


def base_url(host: str, port: int) -> str:
    """Write the base URL of what listens there."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def ready_line(base: str) -> str:
    """Tell a person where everything is."""
    return "  ".join(("ready", *(f"{address.label} {base}{address.path}" for address in ADDRESSES)))
