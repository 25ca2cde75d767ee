"""Figures are told as they are: medians, percentiles, and ratios of rounds that were beside each other."""

import pytest

from tests.benchmarks.load.generator import Driven
from tests.benchmarks.measured import Measured, find, percentile, ratio
from tests.benchmarks.turns import in_turns


@pytest.mark.parametrize(
    ("figures", "hundredths", "found"),
    [
        (range(1, 101), 50, 50),
        (range(1, 101), 99, 99),
        (range(100, 0, -1), 99, 99),
        (range(1, 1001), 99, 990),
        ([5, 1, 9], 50, 5),
        ([1, 2, 3], 99, 3),
        ([7], 50, 7),
    ],
)
def test_a_percentile_is_the_smallest_figure_that_so_many_do_not_pass(figures, hundredths, found):
    assert percentile(figures, hundredths) == found


def test_a_ratio_is_the_median_of_the_rounds_ratios_and_not_that_of_the_medians():
    floor = Measured(name="floor", unit="calls/s", rounds=(100.0, 1000.0, 1000.0))
    row = Measured(name="row", unit="calls/s", rounds=(50.0, 500.0, 400.0))

    assert ratio(row, floor) == 0.5
    assert row.median / floor.median == 0.4


def test_rows_with_other_numbers_of_rounds_are_compared_by_their_medians():
    assert ratio(Measured(name="a", unit="s", rounds=(9.0,)), Measured(name="b", unit="s", rounds=(1.0, 3.0, 50.0))) == 3.0


def test_a_row_is_found_by_its_name_and_its_clients():
    rows = [Measured(name="cancel", unit="calls/s", clients=clients, rounds=(1.0,)) for clients in (1, 8)]

    assert find(rows, "cancel", 8) is rows[1]
    assert find(rows, "cancel", 64) is None


def test_the_first_round_warms_up_and_the_others_are_kept_in_their_order():
    def a_round(number):
        for name in ("floor", "ours"):
            yield name, 8, Driven(latencies=[float(number), 2.0 * number], seconds=2.0 / (number + 1), cpu=0.001)

    floor, ours, own = in_turns(3, a_round)

    assert (floor.name, ours.name) == ("floor", "ours")
    assert ours.rounds == (2.0, 3.0, 4.0)
    assert ours.p50s == (1.0, 2.0, 3.0)
    assert ours.p99s == (2.0, 4.0, 6.0)
    assert (ours.p50, ours.p99) == (2.0, 4.0)
    assert own.rounds == (500.0,) * 6
