"""What a recorded body says: the message in an envelope, of any version, and the operation that it is of."""

from lxml import etree

# A request's message by its operation; any other is called as its message is.
MESSAGES = {
    "JobCancelRequest": "CancelJob",
    "GetChangedWorkItemsRequest": "GetChangedWorkItems",
    "LoginRequest": "Login",
    "QuitRequest": "Quit",
}
_LONGEST_NAME = 100


def message_in(text: str) -> etree._Element | None:
    """Find the one element in an envelope's body; None for what is no such envelope."""
    # A parser that several threads share has been seen to give the names of one document to another, once in a while.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if etree.QName(root).localname != "Envelope":
        return None
    body = next((child for child in root if name_of(child) == "Body"), None)
    return body[0] if body is not None and len(body) == 1 and name_of(body[0]) else None


def operation_of(text: str) -> str | None:
    """Name the operation of a request; None where it is of none."""
    message = message_in(text)
    if message is None:
        return None
    name = name_of(message)
    return MESSAGES.get(name, name[:_LONGEST_NAME])


def name_of(element: etree._Element) -> str:
    """Give an element's name without its namespace; "" for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
