"""The rules as the document has them, in the member's words and language."""

from flask.testing import FlaskClient

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.questions.operations import add_question

from ...factories import open_shop, preset_source, publish


def test_every_rule_card_and_reward_of_the_document_stands_there(phone: FlaskClient) -> None:
    page = phone.get("/help").text
    for words in (
        "1 point for every €1.00",
        "Happy morning hour",
        "from 06:00 to 09:00",
        "5 points for the action “Own cup”",
        "A stamp for each item of category Coffee",
        "10 stamps fill it",
        "Full breakfast",
        "a voucher is good for 30 days",
        "Points are good for 12 months, to the end of the last month.",
    ):
        assert words in page


def test_nothing_stands_there_that_only_the_owner_needs(phone: FlaskClient) -> None:
    page = phone.get("/help").text
    for words in ("Mattino", "own-cup", "free-coffee", "Europe/Rome", "#b4531f", "category coffee"):
        assert words not in page


def test_it_follows_the_programme_in_force(phone: FlaskClient, member: Member) -> None:
    source = preset_source("cafe").replace("every: 1.00", "every: 0.50")
    publish(source.replace("months: 12", "months: 24"))
    page = phone.get("/help").text
    assert "1 point for every €0.50" in page
    assert "Points are good for 24 months" in page


def test_it_says_whom_to_ask(phone: FlaskClient, member: Member) -> None:
    shop = open_shop("Centro")
    assert shop.name in phone.get("/help").text


def test_a_shop_is_called_by_its_name(phone: FlaskClient, member: Member) -> None:
    shop = open_shop("Stazione")
    rule = f"  - {{id: here, per_visit: {{points: 3}}, when: {{shops: [{shop.code}]}}}}\n"
    publish(preset_source("cafe").replace("stamp_cards:\n", f"{rule}stamp_cards:\n"))
    assert f"only in the shop {shop.name}" in phone.get("/help").text


def test_it_says_what_strangers_read_too(phone: FlaskClient) -> None:
    in_transaction(lambda: add_question("1", {"en": "Where?"}, {"en": "Here."}))
    inside, outside = (phone.get(path).text for path in ("/help", "/questions"))
    first, last = '<section class="stack-s" aria-labelledby="asked">', "</section>"
    said = inside[inside.index(first) : inside.rindex(last)]
    assert "Where?" in said
    assert "Can the rules change?" in said
    assert said in outside
