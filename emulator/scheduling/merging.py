"""What a change leaves of what was there, as JSON Merge Patch (RFC 7396) has it."""

from collections.abc import Mapping
from typing import Any


def merge(before: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
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
