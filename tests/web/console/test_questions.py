"""The shop writes its own questions: added once, ordered, never losing what was typed."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.questions.queries import questions
from loyalty_app.staff.models import Role

from ...factories import hire, preset_source, publish
from ...sign_in import as_staff
from .conftest import EN, HTMX

PATH = "/console/questions"
WHERE = {
    "it-question": "Dove siete?",
    "it-answer": "In piazza.",
    "en-question": "Where are you?",
    "en-answer": "On the square.",
}


def key(page: str) -> str:
    found = re.search(r'name="key" type="hidden" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def add(client: FlaskClient, **said: str) -> TestResponse:
    fresh = key(client.get(PATH).text)
    data = {"key": fresh, **{name.replace("_", "-"): text for name, text in said.items()}}
    return client.post(PATH, data=data)


def order() -> list[str]:
    return [one.question["en"] for one in questions()]


@pytest.fixture
def three(as_manager: FlaskClient) -> list[int]:
    for name in ("A?", "B?", "C?"):
        assert add(as_manager, en_question=name, en_answer="Yes.").status_code == 303
    return [one.id for one in questions()]


def test_the_programmes_page_leads_there_and_it_leads_to_what_members_see(
    as_manager: FlaskClient,
) -> None:
    assert f'href="{PATH}"' in as_manager.get("/console/programme").text
    page = as_manager.get(PATH).text
    assert 'href="/questions"' in page
    assert "No question of your own yet" in page


def test_a_question_is_added_in_every_language(as_manager: FlaskClient) -> None:
    answer = as_manager.post(PATH, data={**WHERE, "key": key(as_manager.get(PATH).text)})
    assert (answer.status_code, answer.location) == (303, PATH)
    [one] = questions()
    assert one.question == {"it": "Dove siete?", "en": "Where are you?"}
    assert one.answer == {"it": "In piazza.", "en": "On the square."}
    assert "Where are you?" in as_manager.get(PATH).text


def test_a_double_tap_adds_once(as_manager: FlaskClient) -> None:
    data = {**WHERE, "key": key(as_manager.get(PATH).text)}
    assert [as_manager.post(PATH, data=data).status_code for _ in range(2)] == [303, 303]
    assert len(questions()) == 1


def test_one_language_is_enough(as_manager: FlaskClient) -> None:
    add(as_manager, it_question="Dove siete?", it_answer="In piazza.")
    [one] = questions()
    assert one.question == {"it": "Dove siete?"}
    assert ">Dove siete?<" in as_manager.get(PATH).text


@pytest.mark.parametrize(
    ("said", "at", "why"),
    [
        ({}, "it-question", "Write the question and its answer in one language at least."),
        ({"it-answer": " \r\n "}, "it-question", "in one language at least."),
        ({"en-question": "Only?"}, "en-answer", "Write the answer too"),
        ({"it-answer": "Solo."}, "it-question", "Write the question too"),
        ({**WHERE, "en-question": "x" * 201}, "en-question", "longer than 200 characters"),
        ({**WHERE, "it-answer": "x" * 2001}, "it-answer", "longer than 2000 characters"),
    ],
)
@pytest.mark.parametrize("headers", [EN, {**EN, **HTMX}], ids=["page", "fragment"])
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    as_manager: FlaskClient, said: dict[str, str], at: str, why: str, headers: dict[str, str]
) -> None:
    sent = {**said, "key": key(as_manager.get(PATH).text)}
    answer = as_manager.post(PATH, data=sent, headers=headers)
    assert answer.status_code == 422
    assert (answer.text.count("<html") == 0) is ("HX-Request" in headers)
    fault = re.search(r'id="([\w-]+)-fault">.*?<span>(.*?)</span>', answer.text, re.DOTALL)
    assert fault
    assert fault[1] == at
    assert why in fault[2]
    assert all(text.strip() in answer.text for text in said.values())
    assert key(answer.text) == sent["key"]
    assert questions() == []


def test_a_line_ends_with_one_character_and_is_kept(as_manager: FlaskClient) -> None:
    longest = "\r\n".join(["x"] * 1000) + "y"  # 2,000 as we count, 2,999 as browsers send
    assert add(as_manager, en_question="?", en_answer=longest).status_code == 303
    [one] = questions()
    assert one.answer["en"] == longest.replace("\r\n", "\n")


def test_only_the_programmes_languages_are_asked_for(as_manager: FlaskClient) -> None:
    publish(preset_source("cafe").replace("languages: [it, en]", "languages: [it]"))
    page = as_manager.get(PATH).text
    assert 'name="it-question"' in page
    assert 'name="en-question"' not in page
    assert "its readers see the other one" not in page
    data = {**WHERE, "key": key(page)}
    as_manager.post(PATH, data=data)
    assert questions()[0].question == {"it": "Dove siete?"}


def test_it_is_changed_with_everything_that_stood_there(as_manager: FlaskClient) -> None:
    as_manager.post(PATH, data={**WHERE, "key": key(as_manager.get(PATH).text)})
    [one] = questions()
    path = f"{PATH}/{one.id}"
    page = as_manager.get(path).text
    assert all(text in page for text in WHERE.values())
    assert f"http://localhost/questions#q-{one.id}" in page
    answer = as_manager.post(path, data={**WHERE, "en-answer": "", "en-question": ""})
    assert (answer.status_code, answer.location) == (303, PATH)
    [changed] = questions()
    assert (changed.id, changed.question) == (one.id, {"it": "Dove siete?"})


def test_a_language_that_is_not_spoken_for_a_while_is_kept(as_manager: FlaskClient) -> None:
    as_manager.post(PATH, data={**WHERE, "key": key(as_manager.get(PATH).text)})
    publish(preset_source("cafe").replace("languages: [it, en]", "languages: [it]"))
    path = f"{PATH}/{questions()[0].id}"
    as_manager.post(path, data={"it-question": "Dove?", "it-answer": "Qui."})
    [one] = questions()
    assert one.question == {"it": "Dove?", "en": "Where are you?"}
    assert one.answer == {"it": "Qui.", "en": "On the square."}


def test_a_fault_in_a_change_keeps_what_was_typed_and_what_is_kept(
    as_manager: FlaskClient, three: list[int]
) -> None:
    path = f"{PATH}/{three[0]}"
    answer = as_manager.post(path, data={"en-question": "Half of it"}, headers=EN)
    assert answer.status_code == 422
    assert "Half of it" in answer.text
    assert "Write the answer too" in answer.text
    assert order() == ["A?", "B?", "C?"]


def test_one_moves_up_by_one_tap_and_the_page_comes_back_there(
    as_manager: FlaskClient, three: list[int]
) -> None:
    page = as_manager.get(PATH).text
    assert page.count('name="over"') == 2
    a, b, c = three
    for _double_tap in range(2):
        answer = as_manager.post(f"{PATH}/{c}/up", data={"over": b})
        assert (answer.status_code, answer.location) == (303, f"{PATH}#q-{c}")
        assert order() == ["A?", "C?", "B?"]
    as_manager.post(f"{PATH}/{c}/up", data={"over": "nonsense"})
    as_manager.post(f"{PATH}/{a}/up")
    assert order() == ["A?", "C?", "B?"]


def test_it_is_deleted_after_a_second_look(as_manager: FlaskClient, three: list[int]) -> None:
    path = f"{PATH}/{three[1]}"
    page = as_manager.get(path).text
    assert re.search(rf'<details[^>]*>\s*<summary>.*?action="{path}/drop"', page, re.DOTALL)
    for _double_tap in range(2):
        assert as_manager.post(f"{path}/drop").location == PATH
    assert order() == ["A?", "C?"]
    for method in (as_manager.get, as_manager.post):
        gone = method(path, headers=EN)
        assert gone.status_code == 404
        assert "There is no such question." in gone.text


def test_markup_is_words_at_the_desk_too(as_manager: FlaskClient) -> None:
    bad = "<img src=x onerror=alert(1)>\U0001f9a9"
    add(as_manager, en_question=bad, en_answer=bad)
    [one] = questions()
    for path in (PATH, f"{PATH}/{one.id}", "/questions"):
        page = as_manager.get(path).text
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_cashier_writes_none(app: Flask, three: list[int]) -> None:
    cashier = as_staff(app.test_client(), hire(Role.CASHIER))
    for path in ("", f"/{three[0]}", f"/{three[0]}/drop", f"/{three[1]}/up"):
        assert cashier.post(PATH + path, data=WHERE).status_code == 403
    assert order() == ["A?", "B?", "C?"]
