"""A SOAP interface as its WSDL says: which messages an operation takes and gives, and what each element may hold."""

from contracts.wsdl.model import Element, Interface, Message, Operation, Simple
from contracts.wsdl.reading import WsdlError, packaged, packaged_text, read

__all__ = ["Element", "Interface", "Message", "Operation", "Simple", "WsdlError", "packaged", "packaged_text", "read"]
