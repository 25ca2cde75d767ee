"""PATCH: whose change it is."""

from typing import Any

from emulator.scheduling.readings import DocumentError, show


def same_id(patch: object, expected: str) -> dict[str, Any]:
    """Read a patch: an object that names no other id than the path does; raise DocumentError."""
    if not isinstance(patch, dict):
        raise DocumentError((), expected="an object", found=show(patch))
    if patch.get("id", expected) != expected:
        raise DocumentError(("id",), expected=f"no id, or {show(expected)} as in the path", found=show(patch["id"]))
    return patch
