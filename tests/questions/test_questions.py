"""The shop's own questions keep their order and their numbers, whoever is faster."""

import pytest
from flask import Flask

from loyalty_app.extensions import in_transaction
from loyalty_app.questions.models import Question
from loyalty_app.questions.operations import (
    add_question,
    change_question,
    drop_question,
    move_up,
)
from loyalty_app.questions.queries import UnknownQuestion, question_numbered, questions

from ..at_once import answers_at_once


def add(name: str, key: str = "") -> int:
    """Its number."""
    in_transaction(lambda: add_question(key or name, {"en": f"{name}?"}, {"en": "Yes."}))
    return max(question.id for question in questions())


def order() -> list[str]:
    return [question.question["en"] for question in questions()]


def positions() -> list[int]:
    return [question.position for question in questions()]


def up(question: int, over: int) -> None:
    in_transaction(lambda: move_up(question, over))


@pytest.fixture
def three(app: Flask) -> tuple[int, int, int]:
    return add("A"), add("B"), add("C")


def test_they_stand_in_the_order_in_which_they_came(three: tuple[int, int, int]) -> None:
    assert order() == ["A?", "B?", "C?"]


def test_the_same_form_adds_once(app: Flask) -> None:
    add("A", "key")
    add("Another", "key")
    assert order() == ["A?"]


def test_the_same_form_sent_many_times_at_once_adds_once(app: Flask) -> None:
    answers = answers_at_once(app, lambda: add("A", "key"))
    assert len(answers) == 8
    assert order() == ["A?"]


def test_many_added_at_once_are_all_there_and_can_be_ordered(app: Flask) -> None:
    names = iter("ABCDEFGH")
    answers_at_once(app, lambda: add(next(names)))
    assert sorted(order()) == [f"{name}?" for name in "ABCDEFGH"]
    before = order()
    first, second = questions()[:2]
    up(second.id, first.id)
    assert order() == [before[1], before[0], *before[2:]]


def test_one_moves_past_the_one_above_it(three: tuple[int, int, int]) -> None:
    a, _b, c = three
    up(c, over=_b)
    assert order() == ["A?", "C?", "B?"]
    up(c, over=a)
    assert order() == ["C?", "A?", "B?"]


def test_a_double_tap_moves_once_and_a_page_from_before_moves_nothing(
    three: tuple[int, int, int],
) -> None:
    a, b, c = three
    up(c, over=b)
    up(c, over=b)
    assert order() == ["A?", "C?", "B?"]
    up(b, over=a)
    up(a, over=c)
    up(c, over=999)
    up(999, over=a)
    assert order() == ["A?", "C?", "B?"]


def test_two_who_move_at_once_lose_nothing(app: Flask, three: tuple[int, int, int]) -> None:
    a, b, c = three
    moves = iter([(c, b), (b, a)] * 4)
    answers = answers_at_once(app, lambda: up(*next(moves)))
    assert len(answers) == 8
    assert sorted(order()) == ["A?", "B?", "C?"]
    assert positions() == [1, 2, 3]


def test_one_that_is_dropped_leaves_the_others_as_they_were(three: tuple[int, int, int]) -> None:
    a, b, c = three
    for _twice in range(2):
        in_transaction(lambda: drop_question(b))
    assert order() == ["A?", "C?"]
    up(c, over=a)
    assert order() == ["C?", "A?"]


def test_a_number_is_never_given_again(three: tuple[int, int, int]) -> None:
    *_others, last = three
    in_transaction(lambda: drop_question(last))
    assert add("D") > last


def test_a_change_is_whole_and_has_its_time(three: tuple[int, int, int]) -> None:
    a, *_others = three
    before = question_numbered(a).changed_at
    words = {"it": "Dove?", "en": "Where?"}
    in_transaction(lambda: change_question(a, words, {"it": "Qui.", "en": "Here."}))
    changed = question_numbered(a)
    assert changed.question == words
    assert changed.answer == {"it": "Qui.", "en": "Here."}
    assert changed.changed_at > before
    assert order()[0] == "Where?"


def test_what_is_gone_cannot_be_changed(app: Flask) -> None:
    with pytest.raises(UnknownQuestion):
        in_transaction(lambda: change_question(7, {"en": "?"}, {"en": "."}))


@pytest.mark.parametrize(
    ("spoken", "reader", "language"),
    [(("it", "en"), "en", "en"), (("it",), "en", "it"), (("en",), "it", "en")],
)
def test_who_reads_a_language_that_is_missing_reads_the_other(
    spoken: tuple[str, ...], reader: str, language: str
) -> None:
    words = dict.fromkeys(spoken, "x")
    assert Question(question=words, answer=words).language_for(reader) == language
