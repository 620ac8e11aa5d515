"""The first page: any code leads to its member, and what is no code is kept and explained."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.engine import record
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.keys import revoke_keys
from loyalty_app.members.models import DeviceKey, Member
from loyalty_app.rewards.models import Voucher
from loyalty_app.staff.models import Staff
from loyalty_app.standing.operations import enrol

from ...factories import publish
from ...phones import phone_of
from ...sign_in import as_member
from .conftest import CAFE, FRAGMENT, Counter, claim, give

WAYS: dict[str, Callable[[Member], str]] = {
    "the code on the card": lambda m: m.code,
    "the code in groups": lambda m: f"LY0 {m.handle[:4]} {m.handle[4:]}",
    "small letters": lambda m: m.code.lower(),
    "a scanner's noise": lambda m: f"]Q3https://shop.example/{m.code}\t",
    "the card number": lambda m: m.number,
    "a number with spaces around": lambda m: f"  {m.number} ",
    "the full phone number": lambda m: "+39 347 123 4567",
    "the phone number as dialled here": lambda m: "347 1234567",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_leads_to_the_member(till: Counter, member: Member, way: str) -> None:
    answer = till.post("/", code=WAYS[way](member))
    assert (answer.status_code, answer.location) == (303, "/counter/members/1234567897")


def test_htmx_is_told_where_to_go(till: Counter, member: Member) -> None:
    answer = till.post_fragment("/", code=member.code)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/counter/members/1234567897"


def test_an_external_number_is_a_card_number_too(till: Counter) -> None:
    in_transaction(lambda: enrol(number="C-00017"))
    assert till.post("/", code="C-00017").location == "/counter/members/C-00017"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9999999999", "No member has “9999999999”"),
        ("+39 347 765 4321", "No member has “+39 347 765 4321”"),
        ("LY0ABCDEFGHJKMNPQRS", "No member has “LY0ABCDEFGHJKMNPQRS”"),
        ("ABCDEFGHJK", "No member has “ABCDEFGHJK”"),
        ("LY0ABC", "“LY0ABC” is not a card code"),
        ("<script>", "“&lt;script&gt;” is not a card code"),
        ("café", "“café” is not a card code"),
        ("%%%", "“%%%” is not a card code"),
        ("   ", "Scan a card, or type its number."),
        ("", "Scan a card, or type its number."),
        ("1" * 300, "too long for a code"),
    ],
)
def test_what_is_unknown_or_malformed_is_said_and_kept(
    till: Counter, member: Member, code: str, words: str
) -> None:
    answer = till.post("/", code=code)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "autofocus" in answer.text


def test_the_fragment_is_the_form_alone(till: Counter, member: Member) -> None:
    answer = till.post_fragment("/", code="9999999999")
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith("<form")
    assert 'value="9999999999"' in answer.text


def test_a_voucher_goes_to_its_page(till: Counter, member: Member) -> None:
    give(member, 40)
    claim(member)
    code = db.session.query(Voucher).one().code
    assert till.post("/", code=f"{code[:4]} {code[4:].lower()}").location == (
        f"/counter/vouchers/{code}"
    )


def test_a_closed_account_is_told_apart(till: Counter, member: Member) -> None:
    def close() -> None:
        record(Activity(member.id, Kind.CLOSED, "test", "close"))
        db.session.get_one(Member, member.id).closed_at = member.joined_at

    in_transaction(close)
    assert "This account was closed" in till.post("/", code="1234567897").text


def test_nobody_scans_their_own_card(till: Counter, member: Member) -> None:
    own_card_of(till.staff, member)
    answer = till.post("/", code=member.code)
    assert answer.status_code == 422
    assert "Nobody serves their own card" in answer.text
    assert till.get(f"/members/{member.number}").status_code == 409


def own_card_of(staff: Staff, member: Member) -> None:
    def link() -> None:
        db.session.get_one(Staff, staff.id).member_id = member.id

    in_transaction(link)


def test_a_shift_ends_where_it_is_worked(till: Counter, managers_till: Counter) -> None:
    page = till.get("/").text
    assert 'action="/staff/sign-out"' in page
    assert "/console/" not in page
    assert "/console/" in managers_till.get("/").text
    till.client.post("/staff/sign-out")
    assert till.get("/").location.startswith("/staff")


@pytest.mark.parametrize("path", ["/", "/receipts", "/members/1", "/vouchers/1", "/receipts/1"])
def test_a_stranger_signs_in_first(client: FlaskClient, member: Member, path: str) -> None:
    answer = client.get(f"/counter{path}")
    assert answer.status_code == 303
    assert answer.location.startswith("/staff?next=/counter")
    assert client.get(f"/counter{path}", headers=FRAGMENT).status_code == 204


def test_a_member_who_does_not_work_here_has_no_business_here(
    client: FlaskClient, member: Member
) -> None:
    as_member(client, member)
    assert client.get("/counter/").location.startswith("/staff")
    assert client.post("/counter/", data={"code": "1"}).location.startswith("/staff")


def test_the_live_code_on_a_phone_counts_once(till: Counter, member: Member) -> None:
    phone, _ = phone_of(member)
    code = phone.shows(now())
    answer = till.post("/", code=f"]Q3{code}\t")
    assert (answer.status_code, answer.location) == (303, "/counter/members/1234567897")
    answer = till.post("/", code=code)
    assert answer.status_code == 422
    assert "This code was scanned already." in answer.text


def test_a_picture_of_a_code_is_refused_and_says_of_when_it_is(
    till: Counter, member: Member
) -> None:
    phone, _ = phone_of(member)
    with time_machine.travel(datetime(2027, 3, 1, 8, 41, tzinfo=UTC), tick=False) as clock:
        till.sign_in_again()
        code = phone.shows(now())
        clock.shift(timedelta(seconds=61))
        answer = till.post("/", code=code)
        assert answer.status_code == 422
        assert "This code is from 9:41\u202fAM. Ask for the live one." in answer.text
        assert till.post("/", code=phone.shows(now())).status_code == 303


@pytest.mark.parametrize("code", ["LY1" + "0" * 26, "LY1" + "Z" * 26])
def test_a_forged_code_is_refused(till: Counter, member: Member, code: str) -> None:
    phone_of(member)
    answer = till.post("/", code=code)
    assert answer.status_code == 422
    assert "No phone shows this code." in answer.text


def test_half_a_code_is_none(till: Counter, member: Member) -> None:
    phone, _ = phone_of(member)
    answer = till.post("/", code=phone.shows(now())[:20])
    assert "is not a card code" in answer.text


def test_a_removed_phone_is_told_apart(till: Counter, member: Member) -> None:
    phone, key = phone_of(member)
    in_transaction(lambda: revoke_keys(DeviceKey.id == key.id))
    assert "removed this phone" in till.post("/", code=phone.shows(now())).text


def test_looking_at_ones_own_phone_uses_nothing_up(till: Counter, member: Member) -> None:
    own_card_of(till.staff, member)
    phone, _ = phone_of(member)
    assert "Nobody serves their own card" in till.post("/", code=phone.shows(now())).text


@pytest.mark.parametrize("fragment", [False, True])
def test_the_live_code_costs_at_most_eight_statements(
    till: Counter, member: Member, statements: list[str], fragment: bool
) -> None:
    code = phone_of(member)[0].shows(now())
    till.get("/")
    statements.clear()
    answer = (till.post_fragment if fragment else till.post)("/", code=code)
    target = answer.headers["HX-Redirect"] if fragment else answer.location
    till.client.get(target)
    # who asks, whose phone, taken, seen; who asks, the member, what they have
    assert len(statements) == 7, "\n".join(statements)


@pytest.mark.parametrize("rules", [1, 20])
@pytest.mark.parametrize("fragment", [False, True])
def test_a_scan_costs_at_most_eight_statements(
    till: Counter, member: Member, statements: list[str], rules: int, fragment: bool
) -> None:
    publish(with_rules(rules))
    till.get("/")
    statements.clear()
    answer = (till.post_fragment if fragment else till.post)("/", code=member.code)
    target = answer.headers["HX-Redirect"] if fragment else answer.location
    till.client.get(target)
    assert len(statements) == 5  # who asks, whose card; who asks, the member, what they have


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_card_is_found_while_another_till_writes(till: Counter, member: Member) -> None:
    code = member.code
    db.session.rollback()
    file = db.engine.url.database
    assert file
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert till.post("/", code=code).status_code == 303


def with_rules(n: int) -> str:
    more = "".join(
        f"  - {{id: extra-{i}, bonus: {{points: 1}}, limit: {{times: 9, per: day}}}}\n"
        for i in range(n - 1)
    )
    return CAFE.replace("stamp_cards:", f"{more}stamp_cards:")
