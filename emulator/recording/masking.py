"""Secrets out of an exchange before it is kept: by the names of what holds them, and from then on by their values.

What cannot be looked through is not kept: headers that are not known to be harmless, comments, document types.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from emulator.recording.known_secrets import MASK, KnownSecrets
from emulator.recording.masking_xml import looks_like_xml, mapped_texts, masked_elements
from emulator.recording.secret_names import HARMLESS, NAME, is_secret

Headers = tuple[tuple[str, str], ...]

_HEADER = re.compile(
    r"(?P<name>\b(?:proxy-)?authori[sz]ation[\\\"']*\s*[:=]\s*[\\\"']*)(?P<value>[^\r\n<>\"']+)", re.IGNORECASE
)
# What is no whole JSON is masked from a list or an object on, wherever that was to end.
_ASSIGNED = re.compile(
    rf"""(?P<name>(?<![\w.-]){NAME}\\?["']?\s*[:=]\s*)
         (?P<value>\\?"(?:[^"\\]|\\.)*+(?:"|\Z)|'[^']*(?:'|\Z)|[\[{{].*|[^\s&;,<>"'{{}}\[\]]++)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_SCHEME = re.compile(
    r"(?P<name>\b(?:Bearer|Basic|Digest|Negotiate|NTLM|SharedAccessSignature)\s+)(?P<value>[\w.~+/=&%:-]{6,})", re.IGNORECASE
)
_JWT = re.compile(r"(?P<name>)(?P<value>\beyJ[\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*)")
_USER_INFO = re.compile(
    r"(?P<name>\b[a-z][a-z0-9+.-]{0,20}://[^\s/?#@'\"<>]{0,200}?:)(?P<value>[^\s/?#@'\"<>]{1,200})(?=@)", re.IGNORECASE
)
# What has none of these holds nothing that the patterns, or the names, would find; most of a large reply has not.
_SUSPECT = (
    "pass", "pwd", "secret", "token", "key", "credential", "signature", "nonce", "assertion", "authori", "cookie", "session",
    "sig", "pin", "\\u", "%", "bearer", "basic", "digest", "negotiate", "ntlm", "eyj", "@", "<!", "sharedaccess",
)  # fmt: skip
_PLAIN = (_HEADER, _ASSIGNED, _SCHEME, _JWT, _USER_INFO)
_COOKIE = re.compile(r"=\"?([^;,\"\s]+)")


class Masking:
    """Mask one text after the other; a value that was found secret in one is masked in those that are read ``again``."""

    def __init__(self) -> None:
        self._known = KnownSecrets()

    def learn(self, value: str) -> None:
        """Take a value for a secret."""
        self._known.add(value)

    def body(self, text: str) -> str:
        """Mask the body of a request or a reply by the names in it."""
        if not _is_suspect(text):
            return text
        if looks_like_xml(text):
            return mapped_texts(masked_elements(text, self.learn), self._plain)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            # A form, or what is read as one.
            return "&".join(map(self._parameter, text.split("&"))) if "=" in text else self._plain(text)
        masked = self._members(value)
        return text if masked == value else json.dumps(masked, ensure_ascii=False)

    def target(self, text: str) -> str:
        """Mask a path with its query by the names in it."""
        path, mark, query = text.partition("?")
        return self._plain(path) + mark + "&".join(map(self._parameter, query.split("&")))

    def headers(self, headers: Iterable[tuple[str, str]]) -> Headers:
        """Mask the value of each header that is not known to be harmless."""
        return tuple((name, self._header(name, value)) for name, value in headers)

    def again(self, text: str) -> str:
        """Mask the values that are known by now, in a text that was masked by its names."""
        if not self._known.may_be_in(text):
            return text
        return mapped_texts(text, self._known.masked) if looks_like_xml(text) else self._known.masked(text)

    def _header(self, name: str, value: str) -> str:
        if name.lower() in HARMLESS:
            return self._plain(value)
        if is_secret(name) and value:
            self._learn_header(value)
        return MASK

    def _learn_header(self, value: str) -> None:
        self.learn(value)
        credentials = value.rpartition(" ")[2]
        self.learn(credentials)
        for found in _COOKIE.finditer(value):
            self.learn(found[1])
        try:
            pair = base64.b64decode(credentials, validate=True).decode()
        except (binascii.Error, ValueError):
            return
        self.learn(pair)
        self.learn(pair.partition(":")[2])

    def _members(self, value: Any, *, secret: bool = False) -> Any:
        match value:
            case dict():
                return {name: self._members(each, secret=secret or is_secret(name)) for name, each in value.items()}
            case list():
                return [self._members(each, secret=secret) for each in value]
            case str() if not secret:
                return self.body(value) if looks_like_xml(value) else self._plain(value)
            case str() | int() | float() if secret and not isinstance(value, bool):
                self.learn(str(value))
                return MASK
        return value

    def _parameter(self, text: str) -> str:
        name, is_given, value = text.partition("=")
        if is_given and is_secret(unquote_plus(name)):
            self.learn(unquote_plus(value))
            return f"{name}={MASK}"
        return self._plain(text)

    def _plain(self, text: str) -> str:
        if not _is_suspect(text):
            return text
        for pattern in _PLAIN:
            text = pattern.sub(self._found, text)
        return text

    def _found(self, found: re.Match[str]) -> str:
        value = found["value"].strip("\\\"'")
        self.learn(value)
        self.learn(value.rpartition(" ")[2])
        return f"{found['name']}{MASK}"


def _is_suspect(text: str) -> bool:
    low = text.lower()
    # An instruction is one that does not stand at the start, as a declaration does.
    return any(word in low for word in _SUSPECT) or text.find("<?", 1) > 0 or (text[:2] == "<?" and low[:6] != "<?xml ")
