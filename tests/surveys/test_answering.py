"""What is said is kept once, thanked for alike, and nameless where that was promised."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from loyalty_app import engine
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.privacy.operations import erase
from loyalty_app.privacy.queries import everything_about
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.standing.queries import standing_of
from loyalty_app.surveys.models import Answer, SurveyInvitation
from loyalty_app.surveys.operations import (
    LONGEST,
    OPEN_FOR,
    AlreadyAnswered,
    NothingSaid,
    SurveyOver,
    ToldBefore,
    TooMuchSaid,
    invited_by_link,
    keep_more,
)
from loyalty_app.trust.verification import Verification

from ..at_once import answers_at_once
from .conftest import NOON, answers, asking, survey

BY_LINK = "on: link, days: 30"


def ask_by_link(
    member: Member, settings: str = "thanks: 10", kind: str = "nps"
) -> SurveyInvitation:
    asking(survey(settings, kind, BY_LINK, "link"))
    return in_transaction(lambda: invited_by_link("link", member.id))


def answer(invitation: SurveyInvitation, said: Said) -> engine.Answered:
    def verb() -> engine.Answered:
        return engine.answer(db.session.get_one(SurveyInvitation, invitation.id), said)

    return in_transaction(verb)


def points_of(member: Member) -> int:
    db.session.rollback()
    return standing_of(member.id).available


@pytest.mark.parametrize("score", [0, 6, 7, 10])
def test_thanks_are_the_same_whatever_is_said(member: Member, score: int) -> None:
    answer(ask_by_link(member), Said(score))
    assert points_of(member) == 10
    assert [(one.score, one.member_id) for one in answers()] == [(score, member.id)]


@pytest.mark.parametrize("later", [survey("thanks: 3", on=BY_LINK, id="link"), survey(id="other")])
def test_thanks_are_those_that_were_promised_when_it_was_asked(member: Member, later: str) -> None:
    invitation = ask_by_link(member)
    asking(later)  # for less, or not at all
    answer(invitation, Said(9))
    assert points_of(member) == 10
    assert not list(Verification().differences())


def test_fifty_at_once_are_one_answer_and_one_reward(member: Member, app: Flask) -> None:
    invitation = ask_by_link(member)
    done = answers_at_once(app, lambda: answer(invitation, Said(9)), times=50)
    assert len(done) == 1
    assert len(answers()) == 1
    assert points_of(member) == 10
    assert not list(Verification().differences())


def test_fifty_who_scan_the_code_at_once_are_one_answer(member: Member, app: Flask) -> None:
    asking(survey("thanks: 10", on=BY_LINK, id="link"))

    def verb() -> engine.Answered:
        return engine.answer(invited_by_link("link", member.id), Said(9))

    assert len(answers_at_once(app, lambda: in_transaction(verb), times=50)) == 1
    assert points_of(member) == 10


def test_a_second_answer_is_told_and_changes_nothing(member: Member) -> None:
    invitation = ask_by_link(member)
    answer(invitation, Said(3))
    with pytest.raises(AlreadyAnswered):
        answer(invitation, Said(10))
    assert [one.score for one in answers()] == [3]


def test_the_link_asks_again_after_its_days(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        asking(survey(on=BY_LINK, id="link"))
        first = in_transaction(lambda: invited_by_link("link", member.id)).id
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        assert in_transaction(lambda: invited_by_link("link", member.id)).id != first


def test_an_old_invitation_is_over(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        invitation = ask_by_link(member)
    with time_machine.travel(NOON + OPEN_FOR, tick=False), pytest.raises(SurveyOver):
        answer(invitation, Said(9))


@pytest.mark.parametrize(
    ("kind", "settings", "said"),
    [
        ("nps", "", Said(11)),
        ("nps", "", Said(None)),
        ("csat", "", Said(0)),
        ("ces", "", Said(8)),
        ("single", "options: {a: A, b: B}", Said(choices=("a", "b"))),
        ("single", "options: {a: A, b: B}", Said(choices=("c",))),
        ("multiple", "options: {a: A, b: B}", Said()),
        ("text", "", Said(words="  \n ")),
    ],
)
def test_nonsense_is_refused_and_can_be_mended(
    member: Member, kind: str, settings: str, said: Said
) -> None:
    invitation = ask_by_link(member, settings, kind)
    with pytest.raises(NothingSaid):
        answer(invitation, said)
    assert not answers()
    answer(invitation, Said(1, ("a",), "Good."))


@pytest.mark.parametrize(
    ("kind", "settings", "kept"),
    [
        ("nps", "", (1, [], "")),
        ("single", "options: {a: A, b: B}", (None, ["a"], "")),
        ("text", "", (None, [], "Good.")),
    ],
)
def test_only_what_was_asked_is_kept(
    member: Member, kind: str, settings: str, kept: tuple[int | None, list[str], str]
) -> None:
    answer(ask_by_link(member, settings, kind), Said(1, ("a",), "Good."))
    assert [(one.score, one.choices, one.words) for one in answers()] == [kept]


def test_ten_thousand_characters_are_kept_and_more_are_refused(member: Member) -> None:
    invitation = ask_by_link(member, "", "text")
    with pytest.raises(TooMuchSaid):
        answer(invitation, Said(words="x" * (LONGEST + 1)))
    answer(invitation, Said(words="x" * LONGEST))
    assert len(answers()[0].words) == LONGEST


def test_a_line_break_is_one_character_as_the_browser_counts_it(member: Member) -> None:
    sent = "y" + "\r\n" * 99 + "x" * (LONGEST - 100)
    kept = answer(ask_by_link(member, "", "text"), Said(words=sent)).answer.id
    in_transaction(lambda: keep_more(db.session.get_one(Answer, kept), sent))
    typed = sent.replace("\r", "")
    assert [(one.words, one.more) for one in answers()] == [(typed, typed)]


def test_an_anonymous_answer_has_neither_member_nor_visit_nor_hour(member: Member) -> None:
    answer(ask_by_link(member, "anonymous: true, thanks: 10"), Said(2))
    assert points_of(member) == 10
    (kept,) = answers()
    assert (kept.member_id, kept.invitation_id, kept.answered_at) == (None, None, None)
    assert (kept.hour, kept.tier) == (None, "")
    with pytest.raises(NothingSaid):  # a call would need a name
        in_transaction(lambda: keep_more(kept, "", wants_a_call=True))


def test_the_database_itself_refuses_a_trace_in_an_anonymous_answer(member: Member) -> None:
    answer(ask_by_link(member, "anonymous: true"), Said(2))
    trace = text("UPDATE survey_answer SET hour = 9")
    with pytest.raises(IntegrityError):
        in_transaction(lambda: db.session.execute(trace))


def test_the_second_answer_counts_once(member: Member) -> None:
    kept = answer(ask_by_link(member), Said(2)).answer

    def more(words: str) -> bool:
        return in_transaction(lambda: keep_more(db.session.get_one(Answer, kept.id), words))

    assert [more("Cold coffee"), more("Cold coffee ")] == [True, False]
    with pytest.raises(ToldBefore):
        more("Else")
    assert answers()[0].more == "Cold coffee"


def test_my_data_has_my_answers_and_no_anonymous_one(member: Member) -> None:
    answer(ask_by_link(member, "anonymous: true", "text"), Said(words="nameless"))
    asking(survey("", "text", BY_LINK, "other"))
    other = in_transaction(lambda: invited_by_link("other", member.id))
    answer(other, Said(words="signed"))
    data = everything_about(member.id)
    assert [row["words"] for row in data["survey_answers"]] == ["signed"]
    assert len(data["survey_invitations"]) == 2
    assert "nameless" not in str(data)


def test_erasure_takes_answers_along_and_leaves_the_nameless(member: Member) -> None:
    answer(ask_by_link(member, "anonymous: true", "text"), Said(words="nameless"))
    asking(survey("", "text", BY_LINK, "other"))
    other = in_transaction(lambda: invited_by_link("other", member.id))
    answer(other, Said(words="signed"))
    in_transaction(lambda: erase(member.id))
    assert [one.words for one in answers()] == ["nameless"]
    assert not db.session.query(SurveyInvitation).count()
    assert not list(Verification().differences())
