"""Somebody who calls each operation of a security scheme, and shows what a phase wants to be shown."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from contracts.credentials import showing
from contracts.document import TOKEN, Credentials, Document, Operation
from contracts.exchange import Request
from contracts.expected.seen import Seen
from contracts.failures import Failure
from contracts.inputs import request_for
from contracts.needs import meet
from contracts.run.asking import Asked, send
from contracts.run.tally import Tally
from contracts.strategies.messages import full
from contracts.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A caller of the operations that ask for a scheme's credentials; ``scheme`` is its name in the document."""

    target: Target
    document: Document
    scheme: str
    tally: Tally

    @property
    def credentials(self) -> Credentials:
        """What the document says of the scheme."""
        return self.document.schemes[self.scheme]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations that ask for it, but the one that ends what was shown."""
        asking = (each for each in self.document.operations if each.secured and each.scheme == self.scheme)
        return tuple(each for each in asking if each.name != self.credentials.ending.release)

    @property
    def releasing(self) -> Operation | None:
        """The operation that ends what was shown."""
        return self.document.operation(self.credentials.ending.release)

    def requests(self) -> Iterator[tuple[Operation, Request]]:
        """Give a usual request of every operation, the ending one last, after all that it needs was made."""
        for operation in (*self.operations, *filter(None, (self.releasing,))):
            yield operation, self.request(operation)

    def request(self, operation: Operation) -> Request:
        """Give a usual request of an operation, after all that it needs was made."""
        usual = full(operation.request) if operation.request is not None else {}
        return request_for(self.document, operation, meet(self.target, self.document, operation, usual).body)

    def request_showing(self, operation: Operation, value: str) -> Request:
        """Give a usual request of an operation that shows a value."""
        return showing(self.credentials, self.request(operation), value, has_body=operation.has_body)

    def opens(self, value: str, name: str, operations: Iterable[Operation] | None = None) -> None:
        """Show what is good: nobody is turned away."""
        for operation in self.operations if operations is None else operations:
            self.sent_well(operation, self.request_showing(operation, value), name, value)

    def opens_nothing(self, value: str | None, name: str) -> None:
        """Show what is not good, to every operation; the checks know how that is refused, and that no SOAP comes of it."""
        for operation, request in self.requests():
            self.sent_in_vain(operation, showing(self.credentials, request, value, has_body=operation.has_body), name)

    def sent_well(self, operation: Operation, request: Request, name: str, value: str) -> Asked:
        """Send a request that shows ``value``, which is good; what else becomes of it is nothing to look at here."""
        document = self._knowing(value)
        asked = Asked(exchange=self.target.rest(request, operation=operation.name), judgements=())
        seen, credentials = Seen(document, asked.exchange), document.credentials_of(operation)
        assert credentials is not None
        failures = []
        if seen.is_refused_as(credentials.wrong) or seen.is_refused_as(credentials.missing):
            found = (asked.exchange.response.status, seen.own_code)
            says = f"{name}, and {operation.name} turns it away"
            failures = [Failure(says, "status and code", "no refusal", found, credentials.clauses, asked.exchange)]
        self.tally.add(name, asked, clauses=credentials.clauses, failures=failures)
        return asked

    def sent_in_vain(self, operation: Operation, request: Request, name: str) -> None:
        """Send a request that shows nothing good."""
        asked = send(self.target, self.document, request, operation=operation.name)
        self.tally.add(name, asked, clauses=self.credentials.clauses)

    def called(self, token: str) -> str:
        """Give what a request shows of a token by what stands for it."""
        return self.credentials.value.replace(TOKEN, token)

    def _knowing(self, value: str) -> Document:
        """Give the document for one who shows ``value``, whatever it is, and is right to."""
        schemes = {**self.document.schemes, self.scheme: replace(self.credentials, value=value)}
        return replace(self.document, schemes=schemes)
