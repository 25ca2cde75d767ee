"""From a verdict to the page: a template, a style and a script of this package, put together into one text."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contracts.clauses import Basis
from contracts.reports.facts import assumptions, run_facts
from contracts.reports.html.failure_view import failure_view
from contracts.reports.places import Places
from contracts.reports.verdict_line import shortened, verdict_line
from contracts.reports.wording import count, seconds, spelt, visible
from contracts.run.mapped_properties import Mark, mapped_properties, marks
from contracts.run.reached_codes import doors_of, reached_codes
from contracts.run.verdict import Outcome, PhaseState, Standing, Verdict
from contracts.strategies.ways import Way

FOLDER = Path(__file__).parent
MOST_FAILURES = 100
# A page with everything open is long before it is useful.
OPEN_FAILURES = 5
# Of a clause that hundreds of checks put to the test, those that broke come first.
MOST_CHECKS = 40


def page(verdict: Verdict, places: Places, report: Path | None = None) -> str:
    """Write the page; every value in it is escaped, and what a browser would not show stands as its escape.

    ``report`` is where contracts.jsonl is written.
    """
    started = verdict.started
    properties = mapped_properties(verdict.mapped)
    groups = list(verdict.groups)
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            verdict=verdict,
            outcome=verdict.outcome,
            line=verdict_line(verdict).partition(" - ")[2],
            shortened=shortened(verdict),
            facts=run_facts(verdict),
            in_force=dict(sorted(started.in_force.items())) if started is not None else {},
            rows=list(verdict.clauses.values()),
            bases=[basis for basis in Basis if any(row.clause.basis is basis for row in verdict.clauses.values())],
            systems=list(dict.fromkeys(row.clause.system for row in verdict.clauses.values())),
            missed={row.clause.id for row in verdict.missed},
            failures=[failure_view(group, verdict, places, report) for group in groups[:MOST_FAILURES]],
            most_checks=MOST_CHECKS,
            open_failures=OPEN_FAILURES,
            more_failures=max(0, len(groups) - MOST_FAILURES),
            properties=properties,
            marks=marks(properties),
            doors=doors_of(started),
            codes=reached_codes(verdict.reached, started.codes if started is not None else {}) if verdict.reached else (),
            phases=list(verdict.phases.values()),
            longest=max((phase.seconds or 0.0 for phase in verdict.phases.values()), default=0.0),
            assumptions=assumptions(verdict),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = ((FOLDER / name).read_text("utf-8") for name in ("page.css", "page.js"))
    environment.filters |= {"visible": _visible, "spelt": spelt, "seconds": seconds}
    environment.globals |= {
        "count": count,
        "newline": Markup("\n"),
        "style": Markup(style),  # noqa: S704 - files of this package
        "script": Markup(script),  # noqa: S704
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "Standing": Standing,
        "Basis": Basis,
        "Outcome": Outcome,
        "PhaseState": PhaseState,
        "Mark": Mark,
        "Way": Way,
    }
    return environment


def _shown(value: object) -> object:
    """Write what a page cannot hold as its escape, in every text that the template shows, before it is escaped as HTML."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _visible(text: object, longest: int | None = None) -> str:
    return visible(str(text), longest=longest)


def _hash(text: str) -> str:
    """Name a text as a content security policy does, so that the browser runs this one and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
