"""What a life must know of the facade under test: where its operations are, and what it asks for besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from contracts.clauses import all_clauses
from contracts.document.model import Document
from contracts.targets.refusals import NotPossible


@dataclass(frozen=True, slots=True)
class Facade:
    """The method and path of each operation, and the headers that every call carries (credentials)."""

    routes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document], name: str) -> "Facade":
        """Read them from the document of that system; a facade without a document has no operations."""
        document = document_of(documents, name)
        if document is None:
            return cls()
        credentials = document.credentials
        return cls(
            {operation.name: (operation.method, operation.path) for operation in document.operations},
            {credentials.header: credentials.value} if credentials is not None and credentials.required else {},
        )

    def route(self, operation: str) -> tuple[str, str]:
        """Tell the method and path of an operation; raise NotPossible where there is none."""
        if operation not in self.routes:
            raise NotPossible(f"no document of this run has the operation {operation}")
        return self.routes[operation]


def document_of(documents: Iterable[Document], system: str) -> Document | None:
    """Find the document of a system: the one of its name, or one that keeps clauses of the system."""
    known = all_clauses()
    keeps = {id_ for id_, clause in known.items() if clause.system == system}
    found = list(documents)
    named = (document for document in found if document.name == system)
    return next(named, next((document for document in found if not keeps.isdisjoint(document.clauses)), None))
