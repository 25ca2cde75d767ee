"""The contracts that come with the emulator: OpenAPI documents, as text and as data."""

from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parents[1]
# The wheel carries them inside the package; a checkout has them at its top.
_FOLDERS = (_PACKAGE / "openapi", _PACKAGE.parent / "openapi")

# As people call them, in the order in which they are shown.
TITLES = {
    "servicebroker": "ServiceBroker",
    "azure-job-router": "Azure Job Router",
    "joc": "JOC",
    "crm-com": "CRM.COM",
    "control": "Control API",
}


def text_of(name: str) -> str:
    """Give a document as it was written; raise KeyError for an unknown name."""
    if name not in TITLES:
        raise KeyError(name)
    path = next(path for folder in _FOLDERS if (path := folder / f"{name}.yaml").is_file())
    return path.read_text(encoding="utf-8")


@cache
def document(name: str) -> dict[str, Any]:
    """Read a document, once; raise KeyError for an unknown name."""
    import yaml  # only whoever looks at a reference needs it

    # The C loader is ten times as fast, where PyYAML was built with it.
    found: dict[str, Any] = yaml.load(text_of(name), getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return found


def resolved(name: str, value: Any) -> Any:
    """Follow the reference that a part of a document is; other parts stay as they are."""
    while isinstance(value, dict) and isinstance(reference := value.get("$ref"), str):
        found: Any = document(name)
        for step in reference.removeprefix("#/").split("/"):
            found = found[step.replace("~1", "/").replace("~0", "~")]
        # What stands beside a reference says more than what it leads to.
        rest = {key: member for key, member in value.items() if key != "$ref"}
        value = {**found, **rest}
    return value
