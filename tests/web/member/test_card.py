"""The card: the code, what is there today, what comes next; the same cost however many rules."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from loyalty_app.activities.values import Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.members.operations import speak
from loyalty_app.standing.models import StandingRow
from loyalty_app.web.qr import qr_svg

from ...factories import enrol_member, preset_source, publish
from ...sign_in import as_member
from .conftest import Till

BUDGET = 6


def drawn(svg: str, scale: int = 8) -> Image.Image:
    """The picture that a browser makes of the path."""
    box = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    assert box
    picture = Image.new("L", (int(box[1]) * scale,) * 2, 255)
    pen = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    return picture


def test_the_code_on_the_card_is_read_by_a_scanner(phone: FlaskClient, member: Member) -> None:
    svg = re.search(r'<div class="card-qr".*?>(<svg.*?</svg>)', phone.get("/card").text, re.S)
    assert svg
    [found] = zxingcpp.read_barcodes(drawn(svg[1]))
    assert found.text == f"LY0{member.handle}"
    assert found.ec_level == "Q"


@pytest.mark.parametrize("text", ["LY0" + "Z" * 16, "0123456789", "A"])
def test_every_code_has_its_quiet_zone(text: str) -> None:
    picture = drawn(str(qr_svg(text)), scale=1)
    size = picture.width
    assert picture.crop((0, 0, size, 4)).getextrema() == (255, 255)
    assert picture.crop((0, 0, 4, size)).getextrema() == (255, 255)


def test_a_new_card_says_what_will_fill_it(phone: FlaskClient, member: Member) -> None:
    page = phone.get("/card").text
    assert "Nothing yet" in page
    assert "40 points to go" in page
    assert f"LY0{member.handle[0]} {member.handle[1:5]}" in page
    assert f"Card {member.number}" in page


def test_it_shows_balance_stamps_expiry_and_the_newest_whys(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC)):
        as_member(phone, member)
        till.sell(member, 1200, coffees=4)
        page = phone.get("/card").text
    assert ">32</strong>" in page
    assert "8 points to go" in page
    assert "4 of 10" in page
    assert "32 points good until Mar 31, 2028" in page
    assert "€12.00: 1 point for every €1.00" in page


def test_an_open_voucher_stands_on_the_card(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200, coffees=10)
    page = phone.get("/card").text
    assert re.search(r'href="/vouchers/[0-9A-Z]{10}"', page)
    assert "Yours: A coffee" in page


def test_points_out_of_date_do_not_count_though_no_tick_has_run(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    start = datetime(2027, 3, 3, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        till.sell(member, 12000)
    with time_machine.travel(start + timedelta(days=366), tick=False):
        as_member(phone, member)
        assert ">140</strong>" in phone.get("/card").text
    with time_machine.travel(datetime(2028, 3, 31, 22, 30, tzinfo=UTC), tick=False):
        as_member(phone, member)
        assert ">0</strong>" in phone.get("/card").text
    row = db.session.get_one(StandingRow, member.id)
    assert (row.points, row.sequence) == (140, 1)


def test_pending_points_say_when_they_come(phone: FlaskClient, member: Member, till: Till) -> None:
    publish(preset_source("cafe").replace("pending_days: 0", "pending_days: 3"))
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC)):
        as_member(phone, member)
        till.sell(member, 1200)
        page = phone.get("/card").text
    assert ">0</strong>" in page
    assert "32 points more on Mar 6, 2027" in page


def test_a_debt_is_said(phone: FlaskClient, member: Member, till: Till) -> None:
    sale = till.sell(member, 4000)
    till.record(member, Kind.CLAIM, reward="free-coffee")
    till.record(member, Kind.UNDO, refers_to=sale.activity.id)
    assert "You owe 40 points" in phone.get("/card").text


@pytest.mark.parametrize("rules", [1, 20])
def test_a_card_takes_few_statements_however_many_rules(
    phone: FlaskClient, member: Member, till: Till, statements: list[str], rules: int
) -> None:
    more = "".join(f"  - {{id: r{n}, per_visit: {{points: 1}}}}\n" for n in range(rules - 1))
    publish(preset_source("cafe").replace("stamp_cards:\n", f"{more}stamp_cards:\n"))
    for _ in range(5):
        till.sell(member, 1200, coffees=7)
    till.record(member, Kind.CLAIM, reward="free-coffee")
    phone.get("/card")
    statements.clear()
    assert phone.get("/card").status_code == 200
    assert len(statements) <= BUDGET, "\n".join(statements)


def test_htmx_gets_the_fragment_alone(phone: FlaskClient) -> None:
    answer = phone.get("/card", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert answer.text.lstrip().startswith('<div id="card"')
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/card", "/rewards", "/history", "/me", "/me/leave", "/me/data.json"]
)
def test_a_stranger_signs_in_first(client: FlaskClient, member: Member, path: str) -> None:
    assert client.get(path).location == f"/login?next={path}"


def test_a_member_reads_it_in_their_language(phone: FlaskClient, member: Member) -> None:
    in_transaction(lambda: speak(member.id, "it"))
    page = phone.get("/card", headers={"Accept-Language": "en"}).text
    assert '<html lang="it"' in page
    assert "Dieci caffè" in page


def test_a_nameless_member_has_a_card_too(client: FlaskClient, member: Member) -> None:
    nameless = enrol_member("")
    assert nameless.number in as_member(client, nameless).get("/card").text
