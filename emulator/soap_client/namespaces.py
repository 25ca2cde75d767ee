"""The namespaces and actions of the Scheduling interface, as a caller spells them (SCH-T-01, SCH-T-03, SCH-T-05)."""

SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
SOAP_12 = "http://www.w3.org/2003/05/soap-envelope"
MESSAGES = "http://www.servicepower.com/sp.xsd1"
ACTIONS = "capeconnect:servicepower:spPortType#"
