"""Texts and requests of a story as Python spells them; a secret comes from the environment."""

from contracts.exchange import Request
from contracts.secrecy.variables import VARIABLE

_OURS = "CONTRACTS_"


def expression(text: str) -> str:
    """Write a text; of a variable of ours its value in the environment, or a slice of that."""
    parts, end = [], 0
    for found in VARIABLE.finditer(text):
        if found["name"].startswith(_OURS):
            begin = int(found["from"] or 0)
            piece = "" if found["from"] is None else f"[{begin}:{begin + int(found['size'])}]"
            parts += [repr(text[end : found.start()]) if found.start() > end else "", f'os.environ["{found["name"]}"]{piece}']
            end = found.end()
    parts.append(repr(text[end:]) if text[end:] or not end else "")
    return " + ".join(filter(None, parts))


def expression_of_bytes(raw: bytes) -> str:
    """Write bytes; those around a variable are read as UTF-8, and what is none comes back as it was."""
    text = raw.decode("utf-8", "surrogateescape")
    written = expression(text)
    return f'({written}).encode("utf-8", "surrogateescape")' if "os.environ[" in written else repr(raw)


def headers_of(request: Request) -> str:
    """Write the headers of a request."""
    return "{" + ", ".join(f"{name!r}: {expression(value)}" for name, value in request.headers.items()) + "}"
