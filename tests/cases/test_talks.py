"""A complaint is a case: by the member's word or by the shop's; an answer counts for it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from loyalty_app.cases.operations import close, write_to_member
from loyalty_app.cases.queries import case_figures, case_numbered, deeds_of, open_cases_of
from loyalty_app.cases.talks import make_a_case, reply, write
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.desk import talk_of, wait_of
from loyalty_app.outreach.messages import NobodyWaits
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.staff.models import Staff
from loyalty_app.surveys.models import Cause

from ..surveys.conftest import NOON
from .conftest import asked_on, cases, says

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEY = "0" * 32


def complains(member: Member, words: str = "The coffee was cold.", key: str | None = None) -> int:
    with time_machine.travel(NOON, tick=False):
        in_transaction(lambda: write(member.id, words, key, complains=True))
    return cases()[-1].id


def test_a_question_is_no_case(member: Member) -> None:
    in_transaction(lambda: write(member.id, "Is it open on Sunday?"))
    assert not cases()


def test_a_complaint_is_a_case_and_waits_for_an_answer(member: Member) -> None:
    case_id = complains(member)
    seen = case_numbered(case_id)
    assert (seen.words, seen.score, seen.survey) == (["The coffee was cold."], None, None)
    assert seen.wants_an_answer
    assert seen.case.due_at == NOON + 24 * HOUR
    assert wait_of(member.id)


def test_sent_twice_it_is_one_case(member: Member) -> None:
    complains(member, key=KEY)
    complains(member, key=KEY)
    assert len(cases()) == 1


def test_the_shop_says_that_it_is_one_once(member: Member) -> None:
    in_transaction(lambda: write(member.id, "My points are missing."))
    first, second = (in_transaction(lambda: make_a_case(member.id)) for _ in range(2))
    assert first == second
    assert case_numbered(first).words == ["My points are missing."]


def test_nothing_that_waits_is_no_complaint(member: Member) -> None:
    with pytest.raises(NobodyWaits):
        in_transaction(lambda: make_a_case(member.id))


def test_an_answer_to_their_message_is_the_first_touch_of_their_case(
    member: Member, manager: Staff
) -> None:
    case_id = complains(member)
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        in_transaction(lambda: reply(member.id, manager.id, "Come by, the next one is on us."))
        assert case_figures().first_touch == 3.0
    seen = case_numbered(case_id)
    assert seen.case.owner_id == manager.id
    assert wait_of(member.id) is None
    assert db.session.query(OutboxMail).count() == 0  # this member left no address


def test_what_is_written_in_a_case_answers_the_member(member: Member, manager: Staff) -> None:
    case_id = complains(member)
    with time_machine.travel(NOON + HOUR, tick=False):
        for _twice in range(2):
            in_transaction(lambda: write_to_member(case_id, manager.id, "We are sorry.", KEY))
    assert wait_of(member.id) is None
    with time_machine.travel(NOON + 2 * HOUR, tick=False):
        in_transaction(lambda: write(member.id, "Thank you for asking."))
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        deeds = deeds_of(case_numbered(case_id).case)
    assert [(deed.what, deed.words) for deed in deeds] == [
        ("message", "We are sorry."),
        ("reply", "Thank you for asking."),
    ]
    assert len(talk_of(member.id).said) == 3


def test_who_complained_is_asked_afterwards_and_may_be_unhappy_still(
    member: Member, manager: Staff
) -> None:
    case_id = complains(member)
    with time_machine.travel(NOON + DAY, tick=False):
        in_transaction(lambda: close(case_id, manager.id, Cause.PRODUCT, "A new machine."))
        assert not open_cases_of(member.id)
    assert [asked_on(days) for days in (7, 8, 9)] == [0, 1, 0]
    with time_machine.travel(NOON + 10 * DAY, tick=False):
        says(member, 3)
    (case,) = cases()
    assert (case.id, case.closed_at, case.reopened) == (case_id, None, 1)


def test_a_case_begins_with_one_thing(member: Member) -> None:
    complains(member)
    nothing = text("UPDATE feedback_case SET message_id = NULL")
    with pytest.raises(IntegrityError):
        in_transaction(lambda: db.session.execute(nothing))
