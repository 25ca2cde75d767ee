"""The checks: one promise a file, each judging one exchange by the document alone."""

from contracts.checks import (
    accepted_requests,
    answer_shapes,
    element_order,
    http_order,
    no_other_elements,
    own_refusals,
    refused_bodies,
    refused_requests,
    reply_values,
    results,
    scheduling_codes,
    sent_values,
    upstream_failures,
)
from contracts.checks.registry import Check, Exercised, Judgement, all_checks, check, failures, judge

__all__ = [
    "Check",
    "Exercised",
    "Judgement",
    "accepted_requests",
    "all_checks",
    "answer_shapes",
    "check",
    "element_order",
    "failures",
    "http_order",
    "judge",
    "no_other_elements",
    "own_refusals",
    "refused_bodies",
    "refused_requests",
    "reply_values",
    "results",
    "scheduling_codes",
    "sent_values",
    "upstream_failures",
]
