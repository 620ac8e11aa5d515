"""All that is kept about a member, as a file: for programs, and for a spreadsheet."""

import csv
import io
from functools import partial

from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member, Purpose
from loyalty_app.members.operations import rename, say_consent

from ...factories import enrol_member
from .conftest import Till


def table(phone: FlaskClient) -> list[list[str]]:
    text = phone.get("/me/data.csv").data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_all_data_comes_as_a_file(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200, coffees=2)
    answer = phone.get("/me/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json
    assert answer.json["member"][0]["email"] == "me@example.org"
    assert answer.json["details"][0]["body"]["amount"] == 1200


def test_it_says_what_followed_and_why(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200)
    [receipt] = phone.get("/me/data.json").json["receipts"]  # type: ignore[index]
    assert receipt["what"] == "Purchase"
    line = receipt["lines"][0]
    assert (line["text"], line["points"]) == ("12 points earned", 12)
    assert "1 point for every" in line["why"]


def test_the_table_has_everything_that_a_person_asks_for(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 2000, coffees=10)
    for given in (True, False):
        in_transaction(partial(say_consent, member, Purpose.MARKETING, given=given, words="Write."))
    answer = phone.get("/me/data.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.csv"'
    assert answer.mimetype == "text/csv"
    titles, *rows = table(phone)
    assert titles == ["Part", "When", "What", "More", "Points"]
    parts = {row[0] for row in rows}
    assert parts == {"Me", "Points", "Voucher", "Consent", "Card open on", "History"}
    assert [row[2:4] for row in rows if row[0] == "Consent"] == [
        ["Write.", "Given"],
        ["Write.", "Taken back"],
    ]
    assert any("1 point for every" in row[3] for row in rows)


def test_no_cell_begins_a_formula(phone: FlaskClient, member: Member, till: Till) -> None:
    till.record(member, Kind.ADJUSTMENT, points=5, reason="=HYPERLINK(1)")
    in_transaction(lambda: rename(member.id, "@SUM(A1)", "me@example.org", "+393471234567"))
    cells = [cell for row in table(phone) for cell in row]
    assert "'@SUM(A1)" in cells
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in cells)


def test_nothing_of_anybody_else_is_in_it(phone: FlaskClient, till: Till) -> None:
    till.sell(enrol_member("Friend"), 7700)
    assert "77" not in "".join(row[2] for row in table(phone))
