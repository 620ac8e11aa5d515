"""What a version changes: entries that say something else beside what they said before."""

import pytest

from loyalty_app.programme.differences import Edit, differences
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.rewording import Piece

from ..factories import preset_source

CAFE = preset_source("cafe")

pytestmark = pytest.mark.usefixtures("plain_app")


def edits(before: str, after: str, source: str = CAFE) -> list[tuple[str, Edit]]:
    assert before in source
    changed = read_programme(source.replace(before, after))
    found = differences(read_programme(source), changed)
    return [(change.title, edit) for change in found for edit in change.edits]


def text(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


def lines(edit: Edit) -> list[tuple[str, str]]:
    return [(text(line.before), text(line.after)) for line in edit.lines]


def test_a_changed_rate_stands_beside_the_old_one() -> None:
    ((title, edit),) = edits("every: 1.00", "every: 2.00")
    assert title == "Earning"
    assert lines(edit) == [("1 point for every €1.00", "1 point for every €2.00")]
    (line,) = edit.lines
    assert [piece.text for piece in line.before if piece.changed] == ["1.00"]
    assert [piece.text for piece in line.after if piece.changed] == ["2.00"]


def test_of_an_entry_only_what_changed_is_told() -> None:
    ((_, edit),) = edits('"09:00"', '"10:00"')
    assert edit.after
    assert edit.after.id == "morning"
    assert lines(edit) == [("from 06:00 to 09:00", "from 06:00 to 10:00")]


def test_a_new_name_is_a_change_and_says_so_in_each_language() -> None:
    ((_, edit),) = edits("{it: Dieci caffè, en: Ten coffees}", "{it: Dieci, en: Ten}")
    assert lines(edit) == [
        ("Ten coffees", "Ten"),
        ("in Italian “Dieci caffè”", "in Italian “Dieci”"),
    ]


def test_entries_come_and_go_whole() -> None:
    ((_, gone), (_, new)) = edits("id: own-cup,", "id: own-mug,")
    assert (gone.after, new.before) == (None, None)
    assert gone.before
    assert gone.before.id == "own-cup"
    assert new.after
    assert new.after.id == "own-mug"
    assert not gone.lines


def test_a_sentence_without_an_id_is_found_by_what_it_says() -> None:
    ((title, edit),) = edits("months: 12", "months: 18")
    assert title == "Points"
    assert lines(edit) == [
        (
            "Points are good for 12 months, to the end of the last month.",
            "Points are good for 18 months, to the end of the last month.",
        )
    ]
    said = edits("expiry: {kind: rolling, months: 12, round_up_to: month}", "expiry: {kind: none}")
    assert [(e.before is None, e.after is None) for _, e in said] == [(False, True), (True, False)]


def test_an_order_that_nothing_follows_from_is_no_change() -> None:
    assert not edits("{it: Caffè, en: Coffee}", "{en: Coffee, it: Caffè}")


def test_the_same_rules_have_no_differences() -> None:
    assert not differences(read_programme(CAFE), read_programme(CAFE))
