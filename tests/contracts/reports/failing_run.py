"""A real run of a facade with defects, told in every report: what the gate never shows."""

from dataclasses import replace

from contracts.reports.folder import reports_in
from contracts.reports.telling import tell
from contracts.run.choices import Choices
from contracts.run.engine import run
from contracts.run.preparation import prepare
from tests.contracts.run.tampered import Tampered, in_answers, in_messages, with_status


def with_defects(exchange):
    """Name an element wrongly, write a number as a text, answer 404 for 405."""
    for change in (
        in_messages("cancelReasonDesc>", "cancelDescription>"),
        in_answers(b'"Code": 9', b'"Code": "9"'),
        with_status(405, 404),
    ):
        exchange = change(exchange)
    return exchange


def fail(folder, *, phases=("mapping", "codes", "http_order")):
    """Judge that facade, write every report, and give the verdict."""
    prepared = prepare(Choices(documents=["servicebroker"], phases=phases, required=["SB-P-02", "SB-E-01"]))
    context = replace(prepared.context, target=Tampered(with_defects))
    reports = list(reports_in(folder, context.documents))
    tell(run(prepared.started, prepared.phases, context), prepared.verdict, reports, spent=lambda: 0.0)
    return prepared.verdict
