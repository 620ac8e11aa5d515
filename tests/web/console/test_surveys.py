"""What members answered, for the owner: figures, groups, words, a file; all of it harmless."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.staff.models import Role, Staff
from loyalty_app.surveys.models import Answer
from loyalty_app.surveys.operations import keep_more

from ...factories import enrol_member, hire
from ...sign_in import as_staff
from ...surveys.conftest import asking, buy, say, survey
from ..public.test_survey import XSS

COLLEAGUE = "=Rosa <b>"  # a name that would be a formula, and markup
FORMULA = '=HYPERLINK("http://evil.example")'


def answered(score: int, *, shop: str = "", more: str = "") -> None:
    """Somebody new is asked the shop's first survey, and answers."""
    kept = say(enrol_member(), Said(score), shop=shop).answer.id
    if more:
        in_transaction(lambda: keep_more(db.session.get_one(Answer, kept), more))


@pytest.fixture
def owner(client: FlaskClient) -> FlaskClient:
    asking(survey())
    return as_staff(client, hire(Role.OWNER))


def test_a_shop_without_answers_says_what_will_be_here(owner: FlaskClient) -> None:
    assert "0 answers" in owner.get("/console/surveys").text
    assert "No answers yet" in owner.get("/console/surveys/visit").text


def test_figures_with_their_interval_and_groups(owner: FlaskClient) -> None:
    for score in (10, 9, 9, 7, 3):
        answered(score, shop="centro" if score > 8 else "stazione")
    page = owner.get("/console/surveys/visit").text
    for words in ("+40", "between −30 and +80", "By shop", "Promoters", "of 5 who were asked"):
        assert words in page
    assert "100 %" in page
    assert "Fewer than 30 answers" in page
    assert "Not the standard bands" not in page


def test_bands_stand_in_their_order_and_with_nobody_in_them(owner: FlaskClient) -> None:
    for score in (0, 10):
        answered(score)
    page = BeautifulSoup(owner.get("/console/surveys/visit").text, "html.parser")
    figures = page.select(".figures")[0].get_text(" ", strip=True)
    assert "Promoters 1 Passives 0 Detractors 1" in figures


def test_other_bands_stand_beside_the_figure(owner: FlaskClient) -> None:
    asking(survey("bands: lenient", id="other"))
    answered(8)
    page = owner.get("/console/surveys/other").text
    assert "Not the standard bands" in page
    assert "Promoters 8–10, Passives 6–7, Detractors 0–5" in page


def test_words_are_read_and_never_run(owner: FlaskClient) -> None:
    answered(2, more=XSS)
    answered(2, more="x" * 10_000)
    page = owner.get("/console/surveys/visit").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "x" * 10_000 in page


def test_the_file_holds_no_formula(owner: FlaskClient) -> None:
    answered(2, more=FORMULA)
    rows = rows_of_the_file(owner)
    assert rows[1][7] == f"'{FORMULA}"
    assert rows[1][4] == "2"


def somebody_called(name: str) -> int:
    colleague = hire(login=name)

    def verb() -> int:
        db.session.get_one(Staff, colleague.id).name = name
        return colleague.id

    return in_transaction(verb)


def rows_of_the_file(owner: FlaskClient) -> list[list[str]]:
    text = owner.get("/console/surveys/visit/answers.csv").get_data(as_text=True)
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("by_staff", [False, True])
def test_who_served_is_shown_only_where_the_programme_says_so(
    owner: FlaskClient, by_staff: bool
) -> None:
    asking(survey(), feedback=f"by_staff: {str(by_staff).lower()}")
    for name in (COLLEAGUE, "Luca"):
        member = enrol_member()
        visit = buy(member, name, served_by=somebody_called(name))
        say(member, Said(9), visit.activity.id)
    page, (titles, *rows) = owner.get("/console/surveys/visit").text, rows_of_the_file(owner)
    shown = [words in page for words in ("By who served", "Luca", "=Rosa &lt;b&gt;")]
    assert shown == [by_staff] * 3
    assert COLLEAGUE not in page
    assert ("Served by" in titles) == by_staff
    names = [["'=Rosa <b>"], ["Luca"]] if by_staff else [[], []]
    assert sorted(row[10:] for row in rows) == names
    assert "Luca" not in owner.get("/console/surveys").text


def test_a_preview_is_read_in_both_languages_and_answers_nothing(owner: FlaskClient) -> None:
    page = owner.get("/console/surveys/visit/preview").text
    assert "not at all" in page
    assert "per niente" in page
    assert page.count("inert") == 2


def test_a_survey_by_link_shows_its_code(owner: FlaskClient) -> None:
    asking(survey(on="on: link", id="linked"))
    page = owner.get("/console/surveys/linked").text
    assert "http://localhost/q/linked" in page
    assert "QR code of this survey" in page


def test_an_unknown_survey_is_told(owner: FlaskClient) -> None:
    assert owner.get("/console/surveys/nothing").status_code == 404
