"""What members and staff write, wherever it is shown: read as it was written, never run."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import post_mails
from loyalty_app.members.models import Member
from loyalty_app.outreach.messages import LONGEST as LONGEST_MESSAGE
from loyalty_app.outreach.messages import tell
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.staff.models import Role
from loyalty_app.standing.operations import enrol
from loyalty_app.surveys.operations import LONGEST, keep_more

from ...factories import hire
from ...sign_in import as_member, as_staff
from ...surveys.conftest import answers, asking, say, survey
from ..public.test_survey import XSS

LONG = "è" * LONGEST
WORDS = [XSS, "=HYPERLINK(1)", "ok; =1+1", LONG]
IDS = ["markup", "formula", "semicolon", "long"]
words = pytest.mark.parametrize("words", WORDS, ids=IDS)


@pytest.fixture
def member(app: Flask) -> Member:
    return in_transaction(lambda: enrol("Regular Guest", email="guest@example.org", language="en"))


def read_on(page: str, words: str) -> bool:
    """Whether a page shows exactly these words, and runs nothing of them."""
    found = BeautifulSoup(page, "html.parser")
    assert not found.find_all("img", src="x")
    assert not [one for one in found.find_all("script") if "alert" in one.text]
    assert not found.select("[onerror]")
    return words in found.get_text()


def answer_in_words(member: Member, words: str) -> None:
    """As the first answer, and as the second one."""
    kept = say(member, Said(words=words)).answer.id
    (answer,) = answers()
    assert answer.id == kept
    in_transaction(lambda: keep_more(answers()[0], words))


@words
def test_an_answer_on_the_owners_page_and_in_the_file(
    client: FlaskClient, member: Member, words: str
) -> None:
    asking(survey(kind="text", id="words"))
    answer_in_words(member, words)
    as_staff(client, hire(Role.OWNER))
    assert read_on(client.get("/console/surveys/words").text, words)
    text = client.get("/console/surveys/words/answers.csv").get_data(as_text=True)
    _titles, row = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    for cell in row[6], row[7]:
        assert not cell.startswith("=")
        assert "; =" not in cell
        assert cell.replace("'", "") == words.replace("'", "")


@words
def test_a_message_in_the_mail_and_in_the_notifications(
    app: Flask, client: FlaskClient, member: Member, words: str
) -> None:
    asking(survey())
    staff, words = hire().id, words[:LONGEST_MESSAGE]
    in_transaction(lambda: tell(member.id, staff, words, wanted=True))
    outbox = app.extensions["mailman"].outbox = []
    post_mails()
    (mail,) = outbox
    assert words in mail.body  # as plain text
    assert read_on(mail.alternatives[0][0], words)
    db.session.rollback()
    assert read_on(as_member(client, member).get("/inbox").text, words)
