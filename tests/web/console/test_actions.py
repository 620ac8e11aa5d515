"""What members did beside buying, as the owner sees it."""

from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction

from ...factories import enrol_member, open_shop, publish


def cup(member: int, reference: str, shop: str = "") -> None:
    said = Activity(member, Kind.ACTION, "till", reference, action="own-cup", shop=shop)
    in_transaction(lambda: engine.record(said))


def test_each_shop_and_the_keenest_are_counted_without_what_was_undone(
    as_manager: FlaskClient, statements: list[str]
) -> None:
    piazza, station = open_shop("Piazza"), open_shop("Station")
    keen, other = enrol_member("Keen"), enrol_member("Other")
    for n in range(3):
        cup(keen.id, f"k{n}", piazza.code)
    cup(other.id, "o", station.code)
    cup(other.id, "gone", station.code)
    undo = Activity(other.id, Kind.UNDO, "till", "u", refers_to="gone")
    in_transaction(lambda: engine.record(undo))
    assert 'href="/console/actions"' in as_manager.get("/console/").text
    names = piazza.name, station.name
    db.session.rollback()
    statements.clear()
    page = as_manager.get("/console/actions").text
    assert len(statements) <= 5
    words = " ".join(page.split())
    assert "Own cup" in words
    assert [words.index(name) for name in names] == sorted(words.index(name) for name in names)
    assert words.index("Keen") < words.index("Other")
    assert ">4<" in words.replace(" ", "")


def test_before_anybody_did_it_the_page_says_where_the_code_is(as_manager: FlaskClient) -> None:
    page = as_manager.get("/console/actions").text
    assert "under “Codes”" in page


def test_where_nothing_is_rewarded_there_is_no_page(as_manager: FlaskClient) -> None:
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    enrol_member()
    assert 'href="/console/actions"' not in as_manager.get("/console/").text
    assert as_manager.get("/console/actions").status_code == 404
