"""A bad answer is seen to: with a time, an end that has reasons, and a question afterwards."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from loyalty_app.cases.operations import (
    CaseClosed,
    CauseAndActionMissing,
    close,
    hear_more,
    make_up,
    note,
    take,
    thank,
    write_to_member,
)
from loyalty_app.cases.queries import case_figures, case_numbered, deeds_of, open_cases, praise
from loyalty_app.errors import GiftsGone
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import ask_members
from loyalty_app.members.models import Member
from loyalty_app.outreach.inbox import unread
from loyalty_app.outreach.messages import WordsMissing, keep_messages_read
from loyalty_app.outreach.models import Message, OutboxMail
from loyalty_app.staff.models import Staff
from loyalty_app.standing.queries import standing_of
from loyalty_app.surveys.models import Answer, Cause
from loyalty_app.surveys.operations import keep_more

from ..at_once import answers_at_once
from ..surveys.conftest import NOON, buy
from .conftest import asked_on, cases, newest_invitation, says

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def asked_after_a_purchase(member: Member, reference: str = "1") -> None:
    with time_machine.travel(NOON, tick=False):
        buy(member, reference)
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        assert ask_members() == 1


def unhappy(member: Member, score: int = 2) -> int:
    """The case of a bad answer, given four hours after noon."""
    asked_after_a_purchase(member)
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        says(member, score)
    return cases()[-1].id


@pytest.mark.parametrize(("score", "opened"), [(0, 1), (6, 1), (7, 0), (10, 0)])
def test_a_bad_answer_opens_a_case_with_its_visit_and_time(
    member: Member, score: int, opened: int
) -> None:
    asked_after_a_purchase(member)
    visit = newest_invitation(member).occasion
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        says(member, score)
    assert len(cases()) == opened
    for case in cases():
        assert (case.visit, case.due_at) == (visit, NOON + 28 * HOUR)


def test_whoever_asks_for_a_word_has_a_case_at_any_score(member: Member) -> None:
    asked_after_a_purchase(member)
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        done = says(member, 10)
        for _again in range(2):
            in_transaction(
                lambda: hear_more(
                    db.session.get_one(Answer, done.answer.id), "Call me", wants_a_call=True
                )
            )
    assert len(cases()) == 1


def test_a_case_is_late_once_its_hour_has_come(member: Member) -> None:
    unhappy(member)
    with time_machine.travel(NOON + 28 * HOUR, tick=False):
        assert not open_cases()[0].is_late
    with time_machine.travel(NOON + 29 * HOUR, tick=False):
        assert open_cases()[0].is_late
        assert case_figures().late == 1


def test_a_message_reaches_the_member_and_touches_the_case(member: Member, manager: Staff) -> None:
    case_id = unhappy(member)
    with time_machine.travel(NOON + 6 * HOUR, tick=False):
        in_transaction(lambda: write_to_member(case_id, manager.id, "We are sorry."))
    (case,) = cases()
    assert (case.first_touch_at, case.owner_id) == (NOON + 6 * HOUR, manager.id)
    assert [one.words for one in db.session.query(Message)] == ["We are sorry."]
    assert not db.session.query(OutboxMail).count()  # they never agreed to mails
    assert unread(member.id) == 1
    last = db.session.query(Message).one().id
    in_transaction(lambda: keep_messages_read(member.id, last))
    assert unread(member.id) == 0
    with time_machine.travel(NOON + 7 * HOUR, tick=False):
        assert case_figures().first_touch == 2


def test_who_asked_for_an_answer_gets_it_by_mail_too(member: Member, manager: Staff) -> None:
    case_id = unhappy(member)

    def asks() -> None:
        db.session.get_one(Member, member.id).email = "guest@example.org"
        answer = db.session.get_one(Answer, cases_answer)
        keep_more(answer, "", wants_a_call=True)

    cases_answer = cases()[0].answer_id
    with time_machine.travel(NOON + 5 * HOUR, tick=False):
        in_transaction(asks)
        in_transaction(lambda: write_to_member(case_id, manager.id, "We are sorry."))
    mail = db.session.query(OutboxMail).one()
    assert (mail.message, mail.facts["words"]) == ("message", "We are sorry.")


def test_a_voucher_comes_from_the_gifts_of_the_month(member: Member, manager: Staff) -> None:
    case_id = unhappy(member)

    def give(key: str) -> None:
        in_transaction(lambda: make_up(case_id, manager.id, "", key, "cake", "Our fault."))

    for key in ("1", "1", "2"):
        give(key)
    assert len(standing_of(member.id).vouchers) == 2
    with pytest.raises(GiftsGone):
        give("3")
    assert [deed.words for deed in deeds_of(case_numbered(case_id).case)] == ["Our fault."] * 2


@pytest.mark.parametrize(
    ("cause", "action"), [(None, "Mended"), (Cause.WAITING, ""), (Cause.WAITING, "  ")]
)
def test_it_is_closed_only_with_cause_and_action(
    member: Member, manager: Staff, cause: Cause | None, action: str
) -> None:
    case_id = unhappy(member)
    with pytest.raises(CauseAndActionMissing):
        in_transaction(lambda: close(case_id, manager.id, cause, action))
    assert cases()[0].closed_at is None


def test_the_database_itself_closes_none_without(member: Member) -> None:
    unhappy(member)
    closing = text("UPDATE feedback_case SET closed_at = '2026-03-04 12:00:00'")
    with pytest.raises(IntegrityError):
        in_transaction(lambda: db.session.execute(closing))


def test_many_who_close_it_at_once_close_it_once(
    member: Member, manager: Staff, app: Flask
) -> None:
    case_id, staff_id = unhappy(member), manager.id

    def verb() -> bool:
        in_transaction(lambda: close(case_id, staff_id, Cause.WAITING, "One more at noon."))
        return True

    assert len(answers_at_once(app, verb)) == 1
    with pytest.raises(CaseClosed):
        in_transaction(lambda: take(case_id, manager.id))
    with pytest.raises(CaseClosed):
        in_transaction(lambda: write_to_member(case_id, manager.id, "Hello"))


def test_the_member_is_asked_again_and_a_bad_answer_opens_it_once_more(
    member: Member, manager: Staff
) -> None:
    case_id = unhappy(member)
    with time_machine.travel(NOON + DAY, tick=False):
        in_transaction(lambda: close(case_id, manager.id, Cause.SERVICE, "We talked."))
    assert [asked_on(days) for days in (7, 8, 9)] == [0, 1, 0]
    with time_machine.travel(NOON + 10 * DAY, tick=False):
        says(member, 3)
    (case,) = cases()
    assert (case.id, case.closed_at, case.reopened) == (case_id, None, 1)
    assert case.due_at == NOON + 11 * DAY
    assert [deed.what for deed in deeds_of(case)] == ["closed", "reopened"]
    with time_machine.travel(NOON + 12 * DAY, tick=False):
        in_transaction(lambda: close(case_id, manager.id, Cause.SERVICE, "Once more."))
    with time_machine.travel(NOON + 20 * DAY, tick=False):
        assert ask_members() == 1
        says(member, 9)
    assert cases()[0].closed_at


@pytest.mark.parametrize(("days", "saved"), [(59, 1), (61, 0)])
def test_who_comes_back_in_time_was_saved(
    member: Member, manager: Staff, days: int, saved: int
) -> None:
    case_id = unhappy(member)
    with time_machine.travel(NOON + DAY, tick=False):
        in_transaction(lambda: close(case_id, manager.id, Cause.PRICE, "We talked."))
    with time_machine.travel(NOON + DAY + days * DAY, tick=False):
        buy(member, "again")
        figures = case_figures()
    assert (figures.saved, figures.settled, figures.causes[Cause.PRICE]) == (saved, 1, 1)


def test_a_note_stays_in_the_house(member: Member, manager: Staff) -> None:
    case_id = unhappy(member)
    in_transaction(lambda: note(case_id, manager.id, "Knows the baker."))
    assert unread(member.id) == 0
    assert cases()[0].first_touch_at is None
    with pytest.raises(WordsMissing):
        in_transaction(lambda: note(case_id, manager.id, " "))


def test_praise_is_thanked_for_once(member: Member, manager: Staff) -> None:
    asked_after_a_purchase(member)
    with time_machine.travel(NOON + 4 * HOUR, tick=False):
        done = says(member, 10)
        in_transaction(lambda: keep_more(db.session.get_one(Answer, done.answer.id), "Lovely"))
        today = NOON.date()
        assert [who.id for _answer, who in praise(today)] == [member.id]
        for _again in range(2):
            in_transaction(lambda: thank(done.answer.id, manager.id, "Thank you."))
        assert not praise(today)
    assert db.session.query(Message).count() == 1
