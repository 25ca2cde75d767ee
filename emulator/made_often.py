"""A dataclass for what is made anew in each call."""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

__all__ = ("made_often",)

if TYPE_CHECKING:
    from dataclasses import dataclass as made_often
else:

    def made_often(*, frozen: bool, **how: bool) -> Callable[[type], type]:
        """Make a dataclass that is frozen to the type checker alone.

        Each field of one that Python freezes is set through a function call: that made a tenth of a SOAP cancel's time.
        """
        assert frozen, "a dataclass that may change needs no other decorator than dataclasses.dataclass"
        return dataclasses.dataclass(unsafe_hash=True, **how)
