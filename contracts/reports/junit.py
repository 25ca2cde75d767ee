"""The run as JUnit XML: one suite a system, one test case a clause and a check."""

from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

from contracts.reports.facts import assumptions
from contracts.reports.files import write_whole
from contracts.reports.wording import basis_of, failure_lines, visible
from contracts.run.milestones import Told
from contracts.run.verdict import ClauseVerdict, Verdict


class Junit:
    """Write the verdict as XML that any CI system reads."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def tell(self, _: Told, __: Verdict, /) -> None:
        """Wait for the end: the verdict is all that this report tells."""

    def close(self, verdict: Verdict) -> None:
        """Write the file."""
        root = ElementTree.Element("testsuites", name="contracts")
        if verdict.finished is not None:
            root.set("time", f"{verdict.finished.seconds:.3f}")
        for system in dict.fromkeys(row.clause.system for row in verdict.clauses.values()):
            assumed = {each.row.clause.id: basis_of(each.row.clause, verdict) for each in assumptions(verdict)}
            own = (row.clause.id for row in verdict.clauses.values() if row.clause.system == system)
            suite = _suite(root, system, verdict, more={id_: assumed[id_] for id_ in own if id_ in assumed})
            for row in verdict.clauses.values():
                if row.clause.system == system:
                    _clause(suite, row, verdict)
        run = _suite(root, "run", verdict)
        for kind in (kind for group in verdict.groups for kind in group.kinds if not kind.clauses):
            _failure(_case(run, "(no clause)", kind.check), verdict, check=kind.check, clause=None)
        for broke in verdict.broke:
            _trouble(_case(run, "phase", broke.name, seconds=broke.seconds), "error", broke.error, broke.details)
        for skipped in verdict.skipped:
            _trouble(_case(run, "phase", skipped.name), "skipped", skipped.reason)
        for element in (*root, root):
            for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                element.set(name, str(sum(1 for _ in element.iter(tag))))
        ElementTree.indent(root)
        write_whole(self._path, ElementTree.tostring(root, "utf-8", xml_declaration=True) + b"\n")


def _suite(
    root: ElementTree.Element, name: str, verdict: Verdict, *, more: Mapping[str, str] | None = None
) -> ElementTree.Element:
    suite = ElementTree.SubElement(root, "testsuite", name=visible(name))
    properties = ElementTree.SubElement(suite, "properties")
    facts = {"outcome": verdict.outcome.word}
    if (started := verdict.started) is not None:
        facts |= {"seed": str(started.seed), "profile": started.profile, "target": started.target, "version": started.version}
    for key, value in (facts | dict(more or {})).items():
        ElementTree.SubElement(properties, "property", name=visible(key), value=visible(value))
    return suite


def _case(suite: ElementTree.Element, classname: str, name: str, *, seconds: float = 0.0) -> ElementTree.Element:
    return ElementTree.SubElement(suite, "testcase", classname=visible(classname), name=visible(name), time=f"{seconds:.3f}")


def _clause(suite: ElementTree.Element, row: ClauseVerdict, verdict: Verdict) -> None:
    if row in verdict.missed:
        _trouble(_case(suite, row.clause.id, "required"), "failure", f"required, and not exercised: {row.reason}")
    elif not row.checks:
        _trouble(_case(suite, row.clause.id, basis_of(row.clause, verdict)), "skipped", row.reason)
    for name, check in row.checks.items():
        case = _case(suite, row.clause.id, name)
        case.set("assertions", str(check.cases))
        if check.failures:
            _failure(case, verdict, check=name, clause=row.clause.id)


def _failure(case: ElementTree.Element, verdict: Verdict, *, check: str, clause: str | None) -> None:
    groups = [group for group in verdict.groups if group.has(check, clause)]
    text = "\n\n".join("\n".join([group.id, *failure_lines(group, verdict)]) for group in groups)
    # Some readers show the first failure alone, so all of a case's failures are one.
    _trouble(case, "failure", groups[0].example.message, text)


def _trouble(case: ElementTree.Element, kind: str, message: str, text: str = "") -> None:
    element = ElementTree.SubElement(case, kind, message=visible(message, longest=500))
    if kind != "skipped":
        element.set("type", kind)
    if text:
        element.text = "\n" + "\n".join(visible(line) for line in text.splitlines()) + "\n"
