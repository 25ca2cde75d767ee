"""The query of a GET: texts by name, each once (CRM-L-01)."""

from urllib.parse import unquote_to_bytes

from emulator.facades.crm_com.refusals import invalid


def read_query(query: str, *, names: frozenset[str]) -> dict[str, str]:
    """Read the texts of some names from a query as WSGI gives it; raise Refused for one that is no UTF-8, or there twice.

    The first equals sign ends the name: those in a value may be percent-encoded or not (``number=J00000418``).
    """
    found: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        name = _decoded(name).decode("utf-8", "replace")
        if name not in names:
            continue
        if name in found:
            raise invalid(name, "must not be there twice", expected="one value", found="two or more")
        try:
            found[name] = _decoded(value).decode()
        except UnicodeDecodeError:
            raise invalid(name, "must be UTF-8", expected="percent-encoded UTF-8", found="other bytes") from None
    return found


def _decoded(text: str) -> bytes:
    return unquote_to_bytes(text.replace("+", " ").encode("latin-1"))
