"""Metrics, as text that Prometheus reads."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from werkzeug import Request

from emulator.control.answers import Answer
from emulator.control.controlled import Controlled
from emulator.control.routes import Route

if TYPE_CHECKING:
    from prometheus_client import Metric


def show_metrics(emulator: Controlled, _request: Request) -> Answer:
    """Tell how many exchanges there were and how long they took, and what is there now."""
    # A start must be quick, and few emulators are watched.
    from prometheus_client import CollectorRegistry, ProcessCollector
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(emulator))
    ProcessCollector(registry=registry)
    return Answer(text=generate_latest(registry).decode(), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Collected:
    def __init__(self, emulator: Controlled) -> None:
        self._emulator = emulator

    def collect(self) -> "Iterator[Metric]":
        yield from self._exchanges()
        yield from self._state()
        yield from self._rest()

    def _exchanges(self) -> "Iterator[Metric]":
        from prometheus_client.core import CounterMetricFamily, SummaryMetricFamily

        counts = self._emulator.counts
        labels = ("facade", "operation", "status")
        exchanges = SummaryMetricFamily(
            "emulator_exchange_seconds",
            "Requests to a facade, or straight to SOAP (facade soap), and how long they took.",
            labels=labels,
        )
        for (facade, operation, status), (number, seconds) in sorted(counts.exchanges().items()):
            exchanges.add_metric((facade, operation, str(status)), count_value=number, sum_value=seconds)
        yield exchanges
        calls = CounterMetricFamily(
            "emulator_soap_calls",
            "SOAP calls, by whomever; status 0 where the connection broke.",
            labels=("operation", "status"),
        )
        for (operation, status), number in sorted(counts.calls().items()):
            calls.add_metric((operation, str(status)), number)
        yield calls

    def _state(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily

        with self._emulator.store.transaction(reading=True) as tx:
            units = {unit.id: tx.count(unit.id) for unit in tx.units()}
            stamp, audit = tx.stamp(), len(tx.audit())
        items = GaugeMetricFamily(
            "emulator_work_items", "Work items of a unit, inside the memory horizon or not.", labels=("unit",)
        )
        for unit, number in units.items():
            items.add_metric((unit,), number)
        yield items
        yield GaugeMetricFamily("emulator_audit_entries", "Entries that the audit trail keeps.", value=audit)
        yield GaugeMetricFamily("emulator_change_stamp", "The newest change stamp.", value=stamp)

    def _rest(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily

        emulator = self._emulator
        page = emulator.journal.read(limit=0)
        yield GaugeMetricFamily("emulator_journal_dropped", "Exchanges that the journal has no more.", value=page.dropped)
        yield GaugeMetricFamily(
            "emulator_clock_seconds", "The emulator's time, since 1970.", value=emulator.clock.now().timestamp()
        )
        yield GaugeMetricFamily("emulator_spaces", "Spaces beside the default one.", value=len(emulator.spaces))
        yield GaugeMetricFamily("emulator_clock_running", "1 while time passes by itself.", value=emulator.clock.running)
        about = GaugeMetricFamily("emulator_info", "The emulator itself.", labels=("version",))
        about.add_metric((emulator.version,), 1)
        yield about


ROUTES = (Route(method="GET", path="/metrics", name="getMetrics", handler=show_metrics, of_one_process=True),)
