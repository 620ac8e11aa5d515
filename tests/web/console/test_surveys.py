"""What members answered, for the owner: figures, groups, words, a file; all of it harmless."""

import csv
import io
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.clock import now
from loyalty_app.extensions import in_transaction
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.programme.versions import published_versions
from loyalty_app.staff.models import Role
from loyalty_app.surveys.due import Due
from loyalty_app.surveys.operations import invite, keep_more

from ...factories import enrol_member, hire
from ...sign_in import as_staff
from ...surveys.conftest import asking, survey
from ..public.test_survey import XSS

FORMULA = '=HYPERLINK("http://evil.example")'


def answered(score: int | None = None, *, shop: str = "", words: str = "", more: str = "") -> None:
    """Somebody new is asked the shop's first survey, and answers."""
    version = published_versions()[-1]
    asked = version.programme.surveys[0]
    member = enrol_member()

    def verb() -> None:
        one = Due(member.id, "visit", shop, 9)
        invitation = invite(asked, version.number, one, now(), timedelta(days=1))
        assert invitation
        done = engine.answer(invitation, Said(score, (), words))
        if more:
            keep_more(done.answer, more)

    in_transaction(verb)


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
    text = owner.get("/console/surveys/visit/answers.csv").get_data(as_text=True)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][7] == f"'{FORMULA}"
    assert rows[1][4] == "2"


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
