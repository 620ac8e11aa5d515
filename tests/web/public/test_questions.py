"""Questions and answers for anybody: the shop's own first, then what the programme says."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.questions.operations import add_question
from loyalty_app.questions.queries import questions
from loyalty_app.staff.models import Role

from ...factories import enrol_member, hire, open_shop, preset_source, publish, publish_preset
from ...sign_in import as_member, as_staff

EN, IT = {"Accept-Language": "en"}, {"Accept-Language": "it"}
BARE = "name: Bar\ncurrency: EUR\ntime_zone: Europe/Rome\n"
STANDARD = {
    "rewards": "How do I use my points?",
    "earning": "What if I bring something back?",
    "expiry": "Which points go first?",
    "invitations": "How do I invite a friend?",
}
ALWAYS = ("Can the rules change?", "Whom do I ask?", "What do you know about me?")
WHERE = (
    {"it": "Dove siete?", "en": "Where are you?"},
    {"it": "In piazza.", "en": "On the square."},
)
ONE_LANGUAGE = ({"it": "Avete il latte di soia?"}, {"it": "Sì."})


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return enrol_member()


def ask(question: dict[str, str], answer: dict[str, str]) -> int:
    in_transaction(lambda: add_question(str(question), question, answer))
    return questions()[-1].id


def test_strangers_read_it_and_are_led_to_a_card(client: FlaskClient, member: Member) -> None:
    page = client.get("/questions", headers=EN)
    assert page.status_code == 200
    for words in ("1 point for every €1.00", "Points are good for 12 months", "Full breakfast"):
        assert words in page.text
    assert 'href="/join"' in page.text
    assert 'href="/login"' in page.text


@pytest.mark.parametrize("path", ["/", "/join", "/login"])
def test_the_ways_in_lead_there(client: FlaskClient, member: Member, path: str) -> None:
    assert 'href="/questions"' in client.get(path).text


def test_the_shops_own_come_first_each_with_an_address(client: FlaskClient, member: Member) -> None:
    number = ask(*WHERE)
    page = client.get("/questions", headers=EN).text
    assert f'<details id="q-{number}"' in page
    own, programme, standard = map(
        page.index, ("On the square.", "How you earn points", "Can the rules change?")
    )
    assert own < programme < standard


def test_each_reads_their_own_language_and_else_the_other_which_is_named(
    client: FlaskClient, member: Member
) -> None:
    ask(*WHERE)
    number = ask(*ONE_LANGUAGE)
    english, italian = (client.get("/questions", headers=lang).text for lang in (EN, IT))
    assert ("On the square." in english, "In piazza." in english) == (True, False)
    assert ("On the square." in italian, "In piazza." in italian) == (False, True)
    assert re.search(rf'<details id="q-{number}" lang="it">\s*<summary>Avete', english)
    assert re.search(rf'<details id="q-{number}" *>\s*<summary>Avete', italian)


def test_markup_is_words_and_lines_are_kept(client: FlaskClient, member: Member) -> None:
    bad = "<script>alert(1)</script>"
    ask({"en": f"{bad}{{{{ 7*7 }}}}"}, {"en": f"One\n\n{bad}"})
    page = client.get("/questions", headers=EN).text
    assert bad not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page
    assert '<p class="said-words">One\n\n&lt;script&gt;' in page


@pytest.mark.parametrize(
    ("source", "there"),
    [
        ("", set()),
        ("earning: [{id: base, per_spend: {points: 1, every: 1.00}}]\n", {"earning"}),
        ("points: {expiry: {kind: rolling, months: 6}}\n", {"expiry"}),
        ("rewards: [{id: tea, name: Tea, kind: product, points: 5}]\n", {"rewards"}),
        (
            "invitations: {on: joining, friend: {points: 5}, inviter: {points: 5}}\n",
            {"invitations"},
        ),
    ],
)
def test_what_is_always_asked_is_there_once_its_mechanic_is(
    client: FlaskClient, app: Flask, source: str, there: set[str]
) -> None:
    publish(BARE + source)
    page = client.get("/questions", headers=EN).text
    assert {of for of, words in STANDARD.items() if words in page} == there
    assert all(words in page for words in ALWAYS)


def test_invitations_are_explained_with_their_numbers(client: FlaskClient, member: Member) -> None:
    page = client.get("/questions", headers=EN).text
    assert "The friend gets 20 points." in page
    assert "A doubtful invitation" not in page
    publish(preset_source("cafe").replace("friend: {points: 20}", "friend: {points: 35}"))
    assert "The friend gets 35 points." in client.get("/questions", headers=EN).text


def test_members_and_staff_are_led_on_by_what_they_are(
    app: Flask, client: FlaskClient, member: Member
) -> None:
    as_member(client, member)
    page = client.get("/questions", headers=EN).text
    assert ('href="/card"' in page, 'href="/join"' in page) == (True, False)
    changing = {}
    for role in Role:
        staff = as_staff(app.test_client(), hire(role))
        changing[role] = 'href="/console/questions"' in staff.get("/questions").text
    assert changing == {Role.CASHIER: False, Role.MANAGER: True, Role.OWNER: True}


def test_it_takes_few_statements_however_many_questions(
    client: FlaskClient, member: Member, statements: list[str]
) -> None:
    for number in range(20):
        ask({"en": f"{number}?"}, {"en": "Yes."})
        open_shop()
    client.get("/questions")
    statements.clear()
    assert client.get("/questions").status_code == 200
    assert len(statements) <= 4, "\n".join(statements)
