"""Two wordings of a line, compared word by word: what stays is not marked."""

from collections.abc import Iterable

import pytest

from loyalty_app.programme.rewording import Piece, most_alike, reworded, rewordings


def marked(pieces: Iterable[Piece]) -> str:
    return "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "went", "came"),
    [
        (
            "1 point for every €1.00",
            "1 point for every €2.00",
            "1 point for every €[1.00]",
            "1 point for every €[2.00]",
        ),
        (
            "1 point for every €1.00",
            "2 points for every €1.00",
            "[1 point] for every €1.00",
            "[2 points] for every €1.00",
        ),
        (
            "only on Monday, each member",
            "only on Monday and Tuesday, each member",
            "only on Monday, each member",
            "only on Monday[ and Tuesday], each member",
        ),
        ("10 stamps fill it", "10 stamps fill it", "10 stamps fill it", "10 stamps fill it"),
        ("a b c d", "a b c", "a b c[ d]", "a b c"),
        (
            "Points never expire.",
            "Points are good for a day.",
            "[Points never expire.]",
            "[Points are good for a day.]",
        ),
        (
            "1 punto ogni 1,00\xa0€",
            "1 punto ogni 2,00\xa0€",
            "1 punto ogni [1,00]\xa0€",
            "1 punto ogni [2,00]\xa0€",
        ),
        (
            "in Italian “Dieci”",
            "in Italian “Dieci, e poi?”",
            "in Italian “Dieci”",
            "in Italian “Dieci[, e poi?]”",
        ),
        ("", "new", "", "[new]"),
        ("gone", "", "[gone]", ""),
    ],
)
def test_only_the_words_that_differ_are_marked(
    before: str, after: str, went: str, came: str
) -> None:
    line = reworded(before, after)
    assert (marked(line.before), marked(line.after)) == (went, came)


def test_lines_are_compared_one_by_one_and_the_same_ones_are_left_out() -> None:
    before = ["from 06:00 to 09:00", "on Monday", "only once"]
    after = ["on Monday", "from 06:00 to 10:00", "priority 5"]
    told = [(marked(line.before), marked(line.after)) for line in rewordings(before, after)]
    assert told == [
        ("from 06:00 to [09:00]", "from 06:00 to [10:00]"),
        ("[only once]", ""),
        ("", "[priority 5]"),
    ]


def test_a_line_is_taken_for_the_one_it_resembles_most() -> None:
    assert most_alike("at most 3 a day", ["at most 3 a week", "at most 2 times a week"]) == (
        "at most 3 a week"
    )
    assert most_alike("only once", ["on Monday"]) is None
    assert most_alike("only once", []) is None
