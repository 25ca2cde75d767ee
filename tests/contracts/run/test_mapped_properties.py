"""From events to the proof of the mapping."""

import pytest

from contracts.run.events import Mapped
from contracts.run.mapped_properties import Mark, mapped_properties, marks
from contracts.strategies.ways import Way


def told(way="usual", **changes):
    return Mapped(**({"operation": "CancelJob", "property": "Id", "element": "jobID", "way": way} | changes))


def test_what_several_phases_tell_of_a_way_is_added_up():
    (row,) = mapped_properties([told(cases=2, example='"a"'), told(cases=3, example='"b"')])

    assert (row.operation, row.name, row.element) == ("CancelJob", "Id", "jobID")
    assert (row.ways[Way.USUAL].cases, row.ways[Way.USUAL].example, row.cases) == (5, '"a"', 5)


def test_the_example_is_a_broken_one_where_there_is_one():
    (row,) = mapped_properties([told(example='"kept"'), told(example='"broken"', broken=1), told(example='"later"', broken=1)])

    assert row.ways[Way.USUAL].example == '"broken"'
    assert row.ways[Way.USUAL].broken == 2


@pytest.mark.parametrize(
    ("events", "mark"),
    [
        ([told(cases=3)], Mark.KEPT),
        ([told(cases=3), told("null", cases=1, broken=1)], Mark.BROKEN),
        ([told(cases=0, why_not="no room")], Mark.NOT_TRIED),
        ([told(way.word, cases=0, why_not="no room") for way in Way], Mark.DOES_NOT_APPLY),
    ],
)
def test_a_property_stands_as_its_worst_way(events, mark):
    (row,) = mapped_properties(events)

    assert row.mark is mark


def test_a_way_that_was_tried_applies_whatever_else_was_said_of_it():
    (row,) = mapped_properties([told(cases=0, why_not="no room"), told(cases=1)])

    assert row.ways[Way.USUAL].mark is Mark.KEPT


def test_properties_of_other_operations_are_others_and_all_keep_their_order():
    rows = mapped_properties([told(), told(operation="Other"), told(property="A"), told("null")])

    assert [(row.operation, row.name) for row in rows] == [("CancelJob", "Id"), ("Other", "Id"), ("CancelJob", "A")]
    assert marks(rows) == {Mark.BROKEN: 0, Mark.KEPT: 4, Mark.NOT_TRIED: 3 * len(Way) - 4, Mark.DOES_NOT_APPLY: 0}
