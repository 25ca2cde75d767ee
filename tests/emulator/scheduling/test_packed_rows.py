"""Packed rows are the rows that were put in, in their order, however many and however they came."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from emulator.scheduling.packed_rows import PackedRows

ROWS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(rows=st.lists(ROWS, max_size=20), times=st.sampled_from([1, 30, 170]))
def test_what_is_walked_is_what_was_put_in_each_time(rows: list[Any], times: int):
    packed = PackedRows(rows * times)

    assert len(packed) == len(rows) * times
    assert list(packed) == rows * times
    assert list(packed) == rows * times


@given(sizes=st.lists(st.tuples(st.booleans(), st.sampled_from([0, 1, 499, 500, 501, 1200])), max_size=5))
def test_lists_follow_each_other_packed_or_not(sizes: list[tuple[bool, int]]):
    whole, expected = PackedRows(), []
    for number, (packed, size) in enumerate(sizes):
        rows = [{"id": f"{number}-{place}"} for place in range(size)]
        whole.extend(PackedRows(rows) if packed else rows)
        expected += rows

    assert (len(whole), list(whole)) == (len(expected), expected)


def test_many_rows_take_a_small_part_of_what_they_would_take_unpacked():
    packed = PackedRows({"id": f"G-{number:07d}", "unit": "U0001", "start": "day+1 09:30"} for number in range(10_000))

    assert sum(map(len, packed._blocks)) < 30 * len(packed)
    assert len(packed._open) < 500
