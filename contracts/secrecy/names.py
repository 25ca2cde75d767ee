"""The names by which a secret is known, whatever it is: of headers, members, elements, settings, parameters."""

import re

# As a part of an expression: the names of values that a person would not show.
NAMES = r"[\w-]*(?:password|passwd|secret|token|api[-_]?key|access[-_]?keys?|subscription[-_]?key|signature|credentials?)"
_SECRET_NAME = re.compile(rf"(?:{NAMES}|(?:proxy-)?authorization|(?:set-)?cookie|sig)", re.IGNORECASE)

# A value so short may be any word of a report.
SHORTEST_SECRET = 4


def is_secret(name: str) -> bool:
    """Tell whether what has this name is a secret."""
    return bool(_SECRET_NAME.fullmatch(name))
