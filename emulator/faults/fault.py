"""What a fault does to one call."""

from dataclasses import dataclass

DEFAULT_CONTENT_TYPE = "text/plain; charset=utf-8"
FAULT_CODES = ("Sender", "Receiver", "VersionMismatch", "MustUnderstand")
ORDERED = "this fault was ordered"
# A hang that nobody ends before is over after so many seconds.
HANGS_FOR = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Where a body is cut: after so many bytes, or after a share of it, from 0 to 1."""

    bytes: int | None = None
    share: float | None = None

    def length(self, size: int) -> int:
        """Tell how many bytes of ``size`` stay."""
        return min(self.bytes, size) if self.bytes is not None else int(size * (self.share or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drip:
    """A slow answer: so many bytes, then a pause in seconds, and so on."""

    bytes: int
    pause: float

    def pauses(self, size: int) -> int:
        """Tell how many pauses ``size`` bytes take: one between two pieces."""
        return max(0, -(-size // self.bytes) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What happens to one call: after ``delay`` seconds, or some up to ``delay_up_to``, what follows.

    At most one of ``code`` (SCH-R-03), ``fault``, ``status``, ``reset`` and ``hang`` stands in the place of the right answer;
    ``hang`` is in seconds. The others change an answer: its content type, its body (``cut``, ``malformed`` or ``empty``), how
    it is written (``drip``). With ``cut``, reset and hang strike in the middle of it. ``duplicates`` work items of a change
    feed are told again. Where no right answer is given the call has no effect, unless it is ``performed``.
    """

    delay: float = 0.0
    delay_up_to: float | None = None
    code: int | None = None
    type: str = "Error"
    fault: str | None = None
    reason: str = ORDERED
    status: int | None = None
    body: str = ""
    content_type: str | None = None
    cut: Cut | None = None
    malformed: bool = False
    empty: bool = False
    drip: Drip | None = None
    reset: bool = False
    hang: float | None = None
    duplicates: int = 0
    performed: bool = False

    @property
    def silent(self) -> bool:
        """Whether nothing at all is answered."""
        return (self.reset or self.hang is not None) and self.cut is None

    @property
    def replaces(self) -> bool:
        """Whether something else, or nothing, is answered in the place of what the call gives."""
        return self.fault is not None or self.status is not None or self.silent

    @property
    def prevents(self) -> bool:
        """Whether the call itself is not made."""
        return self.replaces and not self.performed

    @property
    def changes(self) -> bool:
        """Whether an answer goes out otherwise than it is."""
        return self.content_type is not None or self.cut is not None or self.malformed or self.empty or self.drip is not None

    @property
    def waits(self) -> bool:
        """Whether it takes time."""
        return bool(self.delay or self.delay_up_to or self.drip or self.hang is not None)
