"""The parts of the benchmark, a row each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module

from tests.benchmarks.measured import LeftOut, Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A module whose ``measure`` gives rows; each is compared with the last row before it that ``beside`` names.

    ``by_itself`` is whether it is measured when no part is named.
    """

    name: str
    module: str
    title: str
    beside: tuple[str, ...]
    by_itself: bool = True

    def measure(self) -> Iterable[Measured | LeftOut]:
        """Measure; what that needs is imported only now."""
        measure: Callable[[], Iterable[Measured | LeftOut]] = import_module(f"tests.benchmarks.{self.module}").measure
        return measure()


_FLOOR = "floor: bare lxml"
PARTS = (
    Part(name="wire", module="wire", title="Calls over sockets that stay open", beside=(_FLOOR,)),
    Part(name="stores", module="stores", title="SOAP cancel on each store", beside=("memory",)),
    Part(name="start", module="start", title="Start", beside=("floor: start to first answer",)),
    Part(name="memory", module="memory", title="Memory of all processes", beside=("floor: at start",)),
    Part(name="large", module="large", title="With very many work items", beside=("floor: the same bytes to a socket",)),
    Part(
        name="console",
        module="console",
        title="First views of the console",
        beside=("floor: the console's clock",),
        by_itself=False,
    ),
    Part(name="million", module="million", title="With a million work items", beside=(), by_itself=False),
    Part(
        name="scale",
        module="scale",
        title="What grows with the number of work items, in-process",
        beside=("poll of 10 changes among 1,000 work items", "clock a day on, 1,000 due among 1,000 jobs"),
    ),
    Part(name="in-process", module="in_process", title="CPU of a call, in-process", beside=(_FLOOR,)),
    Part(
        name="exchanges", module="exchanges", title="Checked exchanges, ServiceBroker's document", beside=("st run, over HTTP",)
    ),
    Part(name="peers", module="peers.beside", title="SOAP cancel beside other mock servers", beside=(_FLOOR,), by_itself=False),
)
