"""Two values beside each other."""

import pytest

from contracts.reports.html.differences import LONGEST, differences


def marked(pieces):
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("customer called off", "customer called of", ("'customer called of[f]'", "'customer called of'")),
        ("J-1001", "J-1002", ("'J-100[1]'", "'J-100[2]'")),
        (True, "something else", ("[True]", "['something else']")),
        ("0", 0, ("[']0[']", "0")),
        ("a\x00b", "a\x00c", ("'a\\x00[b]'", "'a\\x00[c]'")),
        ([1, 2, 3], [1, 3], ("[1, [2, ]3]", "[1, 3]")),
    ],
)
def test_what_differs_is_marked_in_both(expected, found, shown):
    left, right = differences(expected, found)

    assert (marked(left), marked(right)) == shown


def test_equal_values_have_nothing_marked():
    left, right = differences("same", "same")

    assert not any(piece.differs for piece in (*left, *right))


def test_the_pieces_are_the_whole_value_and_a_long_one_is_cut():
    left, right = differences("x" * 100 + "y", "x" * (LONGEST + 100))

    assert "".join(piece.text for piece in left) == repr("x" * 100 + "y")
    assert "".join(piece.text for piece in right).endswith(f" ... ({LONGEST + 102:,} characters)")
