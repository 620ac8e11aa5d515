"""One question: looking answers nothing, one tap does; what is typed is never lost, nor run."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol
from loyalty_app.surveys.links import token_of
from loyalty_app.surveys.operations import invited_by_link

from ...sign_in import as_member
from ...surveys.conftest import answers, asking, survey

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'"
MORE = 'follow_up: {question: "What went wrong?", at_most: 6}'


@pytest.fixture
def member(app: Flask) -> Member:
    asking(survey(f"{MORE}, thanks: 10", on="on: link", id="nps"))
    return in_transaction(lambda: enrol("Regular Guest", language="en"))


def asked(member: Member, survey_id: str = "nps") -> str:
    """The address of a question to this member."""
    token = token_of(in_transaction(lambda: invited_by_link(survey_id, member.id)))
    db.session.rollback()
    return f"/a/{token}"


def test_a_link_shows_the_question_and_answers_nothing(client: FlaskClient, member: Member) -> None:
    page = client.get(f"{asked(member)}?score=9").text
    assert "How was it?" in page
    assert "Send 9" in page
    assert 'aria-label="0 out of 10, not at all"' in page
    assert not answers()


def test_one_tap_answers_without_signing_in(client: FlaskClient, member: Member) -> None:
    answer = client.post(asked(member), data={"score": "9"})
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "It brought you 10 points" in page
    assert "What went wrong?" not in page
    assert [one.score for one in answers()] == [9]


def test_a_low_score_is_asked_why_and_may_ask_for_a_call(
    client: FlaskClient, member: Member
) -> None:
    said = client.post(asked(member), data={"score": "6"}).location
    assert "What went wrong?" in client.get(said).text
    path = said.partition("?")[0]
    assert client.post(path, data={"words": XSS, "call": "y"}).status_code == 303
    (kept,) = answers()
    assert (kept.more, kept.wants_a_call) == (XSS, True)
    assert "What went wrong?" not in client.get(path).text


def test_more_that_differs_is_not_thanked_for_and_not_lost(
    client: FlaskClient, member: Member
) -> None:
    said = client.post(asked(member), data={"score": "6"}).location.partition("?")[0]
    sent = [client.post(said, data={"words": words}) for words in ("Cold", "Cold", "And dear")]
    assert [answer.status_code for answer in sent] == [303, 303, 409]
    assert "This was not added" in sent[-1].text
    assert "And dear</textarea>" in sent[-1].text
    assert [one.more for one in answers()] == ["Cold"]


def test_a_second_tap_is_told_that_it_counts_once(client: FlaskClient, member: Member) -> None:
    path = asked(member)
    client.post(path, data={"score": "9"})
    for again in (client.post(path, data={"score": "1"}), client.get(path)):
        assert again.status_code == 410
        assert "You answered this already" in again.text


@pytest.mark.parametrize("way", ["mail", "counter"])
def test_a_tap_that_is_sent_twice_is_thanked_for_as_one(
    client: FlaskClient, member: Member, way: str
) -> None:
    """On a bad network the answer to the first one is lost."""
    path = asked(member) if way == "mail" else "/q/nps"
    as_member(client, member)
    for _twice in range(2):
        said = client.post(path, data={"score": "6"})
        assert said.status_code == 303
        page = client.get(said.location).text
        assert "It brought you 10 points" in page
        assert "What went wrong?" in page
    assert [one.score for one in answers()] == [6]


def test_of_an_anonymous_answer_nobody_knows_whether_it_is_the_same(
    client: FlaskClient, member: Member
) -> None:
    asking(survey("anonymous: true", on="on: link", id="hidden"))
    path = asked(member, "hidden")
    assert [client.post(path, data={"score": "6"}).status_code for _ in range(2)] == [303, 410]


@pytest.mark.parametrize("data", [{}, {"score": "11"}, {"score": "x"}])
def test_an_empty_answer_says_what_to_do(
    client: FlaskClient, member: Member, data: dict[str, str]
) -> None:
    answer = client.post(asked(member), data=data)
    assert answer.status_code == 422
    assert "Choose or write an answer first" in answer.text


def test_what_is_too_long_is_not_lost_and_not_run(client: FlaskClient, member: Member) -> None:
    asking(survey(kind="text", on="on: link", id="words"))
    typed = XSS + "x" * 10_000
    answer = client.post(asked(member, "words"), data={"words": typed})
    assert answer.status_code == 422
    assert "at most 10000 characters" in answer.text
    assert "x" * 10_000 in answer.text
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize("path", ["/a/forged", "/a/", "/said/forged", "/q/nothing"])
def test_a_forged_link_leads_nowhere(client: FlaskClient, member: Member, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_code_at_the_counter_asks_to_open_the_card_first(
    client: FlaskClient, member: Member
) -> None:
    page = client.get("/q/nps").text
    assert "Open your card first" in page
    assert client.post("/q/nps", data={"score": "9"}).location.endswith("/q/nps")
    as_member(client, member)
    assert 'aria-label="10 out of 10, without a doubt"' in client.get("/q/nps").text
    assert client.post("/q/nps", data={"score": "9"}).status_code == 303
    assert [one.score for one in answers()] == [9]


def test_who_has_answered_by_the_code_is_told_before_they_write(
    client: FlaskClient, member: Member
) -> None:
    as_member(client, member)
    client.post("/q/nps", data={"score": "9"})
    again = client.get("/q/nps")
    assert again.status_code == 410
    assert "You answered this already" in again.text


def test_an_anonymous_question_says_what_that_means(client: FlaskClient, member: Member) -> None:
    asking(survey("anonymous: true", on="on: link", id="hidden"))
    path = asked(member, "hidden")
    assert "not that it was you" in client.get(path).text
    said = client.post(path, data={"score": "2"}).location
    assert "get in touch" not in client.get(said).text


@pytest.mark.parametrize(
    ("kind", "data", "kept"),
    [
        ("single", {"choice": "b"}, ["b"]),
        ("multiple", {"choice": ["a", "b"]}, ["a", "b"]),
    ],
)
def test_of_a_list_one_or_some_are_chosen(
    client: FlaskClient, member: Member, kind: str, data: dict[str, str], kept: list[str]
) -> None:
    asking(survey("options: {a: Coffee, b: Cake}", kind, "on: link", kind))
    path = asked(member, kind)
    assert "Cake" in client.get(path).text
    assert client.post(path, data=data).status_code == 303
    assert [one.choices for one in answers()] == [kept]


def test_a_question_waits_on_the_card_and_in_the_notifications(
    client: FlaskClient, member: Member
) -> None:
    path = asked(member)
    as_member(client, member)
    for page in (client.get("/card").text, client.get("/inbox").text):
        assert "How was it?" in page
        action = re.search(r'action="(/a/[^"]+)"', page)
        assert action
        assert action[1] == path
    client.post(path, data={"score": "10"})
    assert "How was it?" not in client.get("/card").text
    assert "for your answer: Your visit" in client.get("/history").text


FRIENDS = "invitations: {friend: {points: 20}, inviter: {points: 30}, on: purchase}\n"
SHARE = "To my link for friends"


def says(client: FlaskClient, member: Member, survey_id: str, score: int) -> str:
    """The page of thanks."""
    location = client.post(asked(member, survey_id), data={"score": str(score)}).location
    page = client.get(location).text
    assert "Your answer is kept" in page
    return page


def asking_and_inviting(*settings: str, more: str = FRIENDS) -> None:
    surveys = (survey(one, on="on: link", id=f"nps{at}") for at, one in enumerate(settings))
    asking(*surveys, more=more)


@pytest.mark.parametrize(("score", "shares"), [(6, False), (8, False), (9, True)])
def test_who_praises_is_shown_the_way_to_their_link(
    client: FlaskClient, member: Member, score: int, shares: bool
) -> None:
    asking_and_inviting("")
    page = says(client, member, "nps0", score)
    assert (SHARE in page, "You get 30 points." in page) == (shares, shares)
    assert client.get("/invite").location.startswith("/login")  # where nobody is signed in


def test_it_is_shown_once_in_a_life_whatever_is_asked(client: FlaskClient, member: Member) -> None:
    asking_and_inviting("", "bands: lenient", "")
    shown = [SHARE in says(client, member, f"nps{at}", said) for at, said in enumerate((7, 8, 10))]
    assert shown == [False, True, False]


def test_it_is_not_shown_without_invitations(client: FlaskClient, member: Member) -> None:
    asking_and_inviting("", more="")
    assert SHARE not in says(client, member, "nps0", 10)


def test_an_anonymous_praise_shows_it_to_nobody(client: FlaskClient, member: Member) -> None:
    asking_and_inviting("anonymous: true")
    assert SHARE not in says(client, member, "nps0", 10)


def test_it_is_not_shown_where_somebody_elses_card_is_open(
    client: FlaskClient, member: Member
) -> None:
    asking_and_inviting("")
    as_member(client, in_transaction(lambda: enrol("Their Partner", language="en")))
    assert SHARE not in says(client, member, "nps0", 10)
