"""Members and the shop talk: who writes waits for one answer, until the programme's hour."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app.cases.queries import waiting
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.desk import (
    AT_A_TIME,
    newest_talks,
    news_from_shop,
    talk_figures,
    talk_of,
    wait_of,
    who_waits,
)
from loyalty_app.outreach.inbox import unread
from loyalty_app.outreach.messages import (
    LONGEST,
    NobodyWaits,
    TooManyWords,
    WordsMissing,
    answer,
    keep_messages_read,
    settle_wait,
    take_wait,
    tell,
    write_to_shop,
)
from loyalty_app.outreach.models import Enquiry, Message, OutboxMail
from loyalty_app.staff.models import Role, Staff
from loyalty_app.standing.operations import enrol

from ..at_once import answers_at_once
from ..factories import enrol_member, hire, publish
from ..surveys.conftest import HEAD, NOON

HOUR = timedelta(hours=1)
KEY = "0" * 32


@pytest.fixture
def member(app: Flask) -> Member:
    with time_machine.travel(NOON, tick=False):
        publish(f"{HEAD}feedback: {{answer_hours: 5}}\n")
        return in_transaction(lambda: enrol("Regular Guest", email="guest@example.org"))


@pytest.fixture
def manager(member: Member) -> Staff:
    return hire(Role.MANAGER)


def asks(member: Member, words: str = "Is it open on Sunday?", key: str | None = None) -> None:
    in_transaction(lambda: write_to_shop(member.id, words, key))


def answers(member: Member, manager: Staff, words: str = "Yes, until two.") -> None:
    in_transaction(lambda: answer(member.id, manager.id, words))


def mails() -> list[OutboxMail]:
    db.session.rollback()
    return list(db.session.scalars(db.select(OutboxMail)))


def waits_of(member: Member) -> Enquiry | None:
    db.session.rollback()
    return wait_of(member.id)


def test_whoever_writes_waits_until_the_programmes_hour_whatever_they_add(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        asks(member)
    with time_machine.travel(NOON + HOUR, tick=False):
        asks(member, "And on Monday?")
        (one,) = who_waits()
        assert (one.words, one.owner) == ("And on Monday?", "")
        assert one.enquiry.due_at == NOON + 5 * HOUR
        assert waiting()[2:] == (1, 0)
    with time_machine.travel(NOON + 6 * HOUR, tick=False):
        assert waiting()[2:] == (1, 1)
        assert who_waits()[0].enquiry.is_late


def test_an_answer_ends_the_wait_and_counts_from_the_first_word(
    member: Member, manager: Staff
) -> None:
    for hours, at_once in ((2, True), (8, False)):
        with time_machine.travel(NOON, tick=False):
            asks(member)
        with time_machine.travel(NOON + hours * HOUR, tick=False):
            answers(member, manager)
        assert waits_of(member) is None, at_once
    with time_machine.travel(NOON + 9 * HOUR, tick=False):
        asks(member)
        figures = talk_figures()
    assert (figures.asked, figures.answered, figures.in_time) == (3, 2, 1)
    assert figures.first_answer == 5.0


def test_what_needs_no_answer_is_settled_and_is_no_answer(member: Member, manager: Staff) -> None:
    asks(member, "Thank you!")
    in_transaction(lambda: settle_wait(member.id))
    assert waits_of(member) is None
    assert (talk_figures().answered, talk_figures().first_answer) == (0, None)
    for late in (lambda: settle_wait(member.id), lambda: take_wait(member.id, manager.id)):
        with pytest.raises(NobodyWaits):
            in_transaction(late)


def test_who_takes_it_is_named(member: Member, manager: Staff) -> None:
    asks(member)
    in_transaction(lambda: take_wait(member.id, manager.id))
    assert [one.owner for one in who_waits()] == ["Manager"]


def test_many_at_once_make_one_message_and_one_wait(member: Member, app: Flask) -> None:
    member_id = member.id

    def same() -> None:
        in_transaction(lambda: write_to_shop(member_id, "Hello?", KEY))

    answers_at_once(app, same)
    assert db.session.query(Message).count() == 1

    def different() -> None:
        in_transaction(lambda: write_to_shop(member_id, "Hello again?"))

    answers_at_once(app, different)
    assert db.session.query(Message).count() == 9
    assert db.session.query(Enquiry).count() == 1


def test_a_form_that_was_gone_back_to_and_reworded_says_something_new(member: Member) -> None:
    asks(member, "Hello?", KEY)
    asks(member, "Hello?", KEY)
    asks(member, "Is it open on Sunday?", KEY)
    said = [message.words for message, _by in talk_of(member.id).said]
    assert said == ["Hello?", "Is it open on Sunday?"]


@pytest.mark.parametrize(
    ("words", "error"), [(" \n ", WordsMissing), ("x" * (LONGEST + 1), TooManyWords)]
)
def test_nothing_and_too_much_are_refused(
    member: Member, manager: Staff, words: str, error: type[Exception]
) -> None:
    for verb in (
        lambda: write_to_shop(member.id, words),
        lambda: answer(member.id, manager.id, words),
    ):
        with pytest.raises(error):
            in_transaction(verb)
    assert waits_of(member) is None


def test_a_line_break_counts_as_one_character(member: Member) -> None:
    asks(member, "a\r\n" * (LONGEST // 2))
    assert talk_of(member.id).said[0][0].words.count("\n") == LONGEST // 2 - 1


def test_an_answer_goes_by_mail_with_what_they_asked(member: Member, manager: Staff) -> None:
    asks(member, "x" * 1000)
    answers(member, manager)
    (mail,) = mails()
    assert mail.facts["words"] == "Yes, until two."
    assert mail.facts["asked"] == "x" * 499 + "…"


def test_who_did_not_ask_gets_no_mail_but_reads_it_on_the_card(
    member: Member, manager: Staff
) -> None:
    answers(member, manager)
    in_transaction(lambda: tell(member.id, manager.id, "New opening hours."))
    assert not mails()
    assert unread(member.id) == 2


def test_their_own_words_are_no_news_to_them(member: Member, manager: Staff) -> None:
    asks(member)
    assert unread(member.id) == 0
    answers(member, manager)
    assert unread(member.id) == 1
    newest = talk_of(member.id).said[-1][0].id
    in_transaction(lambda: keep_messages_read(member.id, newest))
    assert unread(member.id) == 0
    assert [message.words for message in news_from_shop(member.id)] == ["Yes, until two."]


def test_a_long_talk_is_read_piece_by_piece(member: Member) -> None:
    for number in range(AT_A_TIME + 2):
        asks(member, f"{number}")
    newest = talk_of(member.id)
    assert [m.words for m, _by in newest.said] == [str(n) for n in range(2, AT_A_TIME + 2)]
    before = talk_of(member.id, newest.older)
    assert [m.words for m, _by in before.said] == ["0", "1"]
    assert before.older is None


def test_the_desk_keeps_who_was_answered_below(member: Member, manager: Staff) -> None:
    other = enrol_member("Other Guest")
    for one in (member, other):
        asks(one)
    answers(member, manager)
    assert [one.member.id for one in who_waits()] == [other.id]
    assert [(who.id, last.words) for who, last in newest_talks()] == [
        (member.id, "Yes, until two.")
    ]
