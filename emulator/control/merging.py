"""PATCH: what a change leaves of what was there, as JSON Merge Patch (RFC 7396) has it."""

from typing import Any

from emulator.scheduling.readings import DocumentError, show


def merge(before: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Put the patch over what was there: objects are merged, null takes a key away, anything else replaces.

    A null for a key that was not there stays, so that whoever reads the result can refuse an unknown key.
    """
    merged = dict(before)
    for key, value in patch.items():
        if value is None and key in merged:
            del merged[key]
        elif isinstance(value, dict):
            inner = merged.get(key)
            merged[key] = merge(inner if isinstance(inner, dict) else {}, value)
        else:
            merged[key] = value
    return merged


def same_id(patch: object, expected: str) -> dict[str, Any]:
    """Read a patch: an object that names no other id than the path does; raise DocumentError."""
    if not isinstance(patch, dict):
        raise DocumentError((), expected="an object", found=show(patch))
    if patch.get("id", expected) != expected:
        raise DocumentError(("id",), expected=f"no id, or {show(expected)} as in the path", found=show(patch["id"]))
    return patch
