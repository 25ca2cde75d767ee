"""Values that look like credentials, and are not the ones that a caller has to show."""

from base64 import b64decode, b64encode
from collections.abc import Iterator

from contracts.document import SIGNATURE, TOKEN, Credentials

# In the forms that tokens have, and given to nobody.
_NOBODYS = ("wrong", "00000000-0000-4000-8000-000000000000", "00112233445566778899AABBCCDDEEFF")
# A good one with something before or behind it: who sends it fills in the token.
_AROUND = (f"{TOKEN}x", f"x{TOKEN}", f"{TOKEN},{TOKEN}")


def wrong_values(credentials: Credentials) -> Iterator[str]:
    """Give wrong values, of the form that the right one has."""
    right = credentials.value
    if credentials.basic:
        yield from _accounts(right)
    elif right == SIGNATURE:
        yield from ("HMAC-SHA256", "HMAC-SHA256 SignedHeaders=&Signature=", "Bearer wrong")
    elif TOKEN in right:
        yield from (right.replace(TOKEN, each) for each in (*_NOBODYS, *_AROUND))
    else:
        others = (f"{right}x", right[:-1], right.swapcase(), right.rpartition(" ")[0])
        yield from dict.fromkeys(each for each in others if each not in ("", right))


def _accounts(right: str) -> Iterator[str]:
    user, _, password = b64decode(right.partition(" ")[2]).decode().partition(":")
    words = (f"{password}x", password[:-1], password.swapcase(), "")
    others = (f"{user}x", user[:-1], user.swapcase(), "")
    for name, word in (*((user, each) for each in words), *((each, password) for each in others), ("", "")):
        if (name, word) != (user, password):
            yield "Basic " + b64encode(f"{name}:{word}".encode()).decode()
