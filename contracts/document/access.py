"""Who may call a facade, what a caller shows, and what becomes of anybody else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """How a facade refuses: the status, and its own code where the document gives one, with the clauses that say so.

    ``soap``: the SOAP side may be asked first, which can know what the facade does not.
    """

    status: int
    code: str | None = None
    clauses: tuple[str, ...] = ()
    soap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """Whom an operation knows: by the values of these properties; anybody else, and where nobody is known all, get a status."""

    known: Mapping[str, Any]
    anybody: bool
    otherwise: int
    clauses: tuple[str, ...]

    def knows(self, values: Mapping[str, Any]) -> bool:
        """Tell whether somebody with these values is known; a list is any of several, and what is not there counts as null."""
        return self.anybody and all(
            values.get(name) in value if isinstance(value, list) else values.get(name) == value
            for name, value in self.known.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Obtaining:
    """How a token is got: the operation, the body to send, and the place in the answer; ``Name:`` is a header."""

    operation: str
    body: Mapping[str, Any]
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How each request is signed: the scheme by its name, the key in base64, how many seconds the clocks may be apart."""

    scheme: str
    key: str
    skew: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a token comes to its end: the operation that ends it, and the seconds after it was issued, or last used."""

    release: str | None
    seconds: int | None
    idle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a caller shows, and where: in a header, a member of the JSON body, or the query, the first that a request has.

    ``value`` is what a request shows. Where a token is got, or a request signed, it is a template: who sends it fills it in.
    ``basic`` is HTTP Basic: what else stands in the header shows nothing.
    ``set_up`` are the settings under which the facade asks for them, where it does not by itself.
    """

    header: str
    member: str
    query: str
    value: str
    basic: bool
    required: bool
    obtaining: Obtaining | None
    signing: Signing | None
    ending: Ending
    missing: Refused
    wrong: Refused
    set_up: Mapping[str, Any]
    clauses: tuple[str, ...]

    @property
    def filled_in(self) -> bool:
        """Whether who sends a request has to fill the value in."""
        return self.signing is not None or TOKEN in self.value


# Stands in a request for what only who sends it can know.
TOKEN = "{token}"  # noqa: S105 - the name of a place, no secret
SIGNATURE = "{signature}"
# A token by its name is one of its own: it is got when it is first shown, and stays what it is when it has ended.
ANY_TOKEN = re.compile(r"\{token(?::[a-z]+)?\}")


def token_called(name: str) -> str:
    """Give what stands in a request for a token of its own, by a name of lower-case letters."""
    return f"{{token:{name}}}"
