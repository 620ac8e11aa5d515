"""The same twice is asked about; who was served stays in sight; members are found by name."""

import pytest
import time_machine

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from .conftest import KEY, OTHER_KEY, Counter, give, has, speaking


def again(till: Counter, member: Member, amount: str, key: str = OTHER_KEY, **more: str) -> int:
    return till.post(f"/members/{member.number}", amount=amount, key=key, **more).status_code


@pytest.mark.parametrize("amount", ["4.50", "0"])
def test_the_same_a_moment_later_is_asked_and_a_yes_records_it(
    till: Counter, member: Member, amount: str
) -> None:
    till.sell(member, amount)
    before = has(member).sequence
    answer = till.post(f"/members/{member.number}", amount=amount, key=OTHER_KEY)
    assert answer.status_code == 409
    assert "Record it again" in answer.text
    assert f'value="{OTHER_KEY}"' in answer.text
    assert has(member).sequence == before
    assert again(till, member, amount, again="yes") == 303
    assert has(member).sequence == before + 1


def test_it_is_asked_in_both_languages_with_the_seconds(till: Counter, member: Member) -> None:
    with time_machine.travel("2027-06-30 10:00:00Z", tick=False) as clock:
        till.sign_in_again()
        till.sell(member, "4.50")
        clock.shift(20)
        path = f"/members/{member.number}"
        english = till.post(path, amount="4.50", key=OTHER_KEY).text
        assert "€4.50 was recorded for this member 20 seconds ago. Record it again?" in english
        speaking(till.client, "it")
        italian = till.post(path, amount="4,50", key=OTHER_KEY).text
        assert "registrati per questa persona 20 secondi fa. Registrare di nuovo?" in italian


def test_what_is_not_the_same_is_not_asked_about(till: Counter, member: Member) -> None:
    other = in_transaction(lambda: enrol("Somebody else", number="C-2"))
    with time_machine.travel("2027-06-30 10:00:00Z", tick=False) as clock:
        till.sign_in_again()
        first = till.sell(member, "4.50")
        assert till.sell(member, "4.50") == first  # the same form, sent twice
        assert again(till, other, "4.50", "a" * 32) == 303
        assert again(till, member, "4.60", "b" * 32) == 303
        clock.shift(61)
        assert again(till, member, "4.60", "c" * 32) == 303


def test_who_takes_back_a_slip_of_the_hand_is_not_asked(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "4.50")
    till.post(f"/receipts/{receipt}/undo")
    assert again(till, member, "4.50") == 303


def test_the_last_customer_stays_in_sight_for_a_while(
    till: Counter, managers_till: Counter, member: Member
) -> None:
    other = in_transaction(lambda: enrol("Next Guest", number="C-2"))
    with time_machine.travel("2027-06-30 10:00:00Z", tick=False) as clock:
        till.sign_in_again()
        managers_till.sign_in_again()
        receipt = till.sell(member, "4.50")
        shown = till.get(f"/receipts/{receipt}?done=1").text
        assert f'name="after" type="hidden" value="{receipt}"' in shown
        answer = till.post("/", code=other.number, after=receipt)
        assert answer.location == f"/counter/members/C-2?after={receipt}"
        page = till.client.get(answer.location).text
        assert "Regular Guest · €4.50 · +4 points" in page
        assert f"/counter/receipts/{receipt}/undo" in page
        clock.shift(31)
        assert f"/receipts/{receipt}/undo" not in till.client.get(answer.location).text


@pytest.mark.parametrize("after", ["nothing", "", "<script>"])
def test_a_last_customer_that_is_none_is_not_shown(
    till: Counter, member: Member, after: str
) -> None:
    page = till.get(f"/members/{member.number}", query_string={"after": after})
    assert page.status_code == 200
    assert "last-one" not in page.text


def test_what_was_undone_or_is_a_colleagues_is_not_offered(
    till: Counter, managers_till: Counter, member: Member
) -> None:
    colleagues = managers_till.sell(member, "2.00")
    own = till.sell(member, "3.00", OTHER_KEY)
    path = f"/members/{member.number}"
    assert "last-one" in till.get(f"{path}?after={own}").text
    assert "last-one" not in till.get(f"{path}?after={colleagues}").text
    till.post(f"/receipts/{own}/undo")
    assert "last-one" not in till.get(f"{path}?after={own}").text


def test_managers_find_by_name_and_cashiers_do_not(
    till: Counter, managers_till: Counter, member: Member
) -> None:
    in_transaction(lambda: [enrol(f"Anna {n}", number=f"A-{n}") for n in range(9)])
    found = managers_till.post_fragment("/", code="regular")
    assert found.status_code == 200
    assert "/counter/members/1234567897" in found.text
    assert "Regular Guest" in found.text
    many = managers_till.post("/", code="anna").text
    assert many.count('href="/counter/members/A-') == 8
    assert "There are more." in many
    assert "is not a card code" in managers_till.post("/", code="nobody at all").text
    assert "is not a card code" in till.post("/", code="regular").text
    assert "or name" in managers_till.get("/").text
    assert "or name" not in till.get("/").text


@pytest.mark.parametrize("text", ["a", "%", "__", "12"])
def test_too_little_of_a_name_finds_nobody(
    managers_till: Counter, member: Member, text: str
) -> None:
    assert "Regular Guest" not in managers_till.post("/", code=text).text


def test_what_is_not_yet_theirs_says_why(till: Counter, member: Member) -> None:
    give(member, 30)
    page = till.get(f"/members/{member.number}").text
    assert "Not yet: 1" in page
    assert "10 points short." in page
    give(member, 10)
    assert "Not yet" not in till.get(f"/members/{member.number}").text


@pytest.mark.parametrize(
    ("birthday", "words"),
    [
        ("06-30", "Birthday today"),
        ("07-03", "Birthday on Jul 3"),
        ("07-08", None),
        ("06-29", None),
        (None, None),
    ],
)
def test_birthdays_that_staff_should_know_of(
    till: Counter, member: Member, birthday: str | None, words: str | None
) -> None:
    def born() -> None:
        db.session.get_one(Member, member.id).birthday = birthday

    in_transaction(born)
    with time_machine.travel("2027-06-30 10:00:00Z", tick=False):
        till.sign_in_again()
        page = till.get(f"/members/{member.number}").text
    assert ("Birthday" in page) is bool(words)
    assert (words or "") in page


def test_the_question_costs_no_statement(
    till: Counter, member: Member, statements: list[str]
) -> None:
    till.get("/")
    costs = []
    for key in (KEY, OTHER_KEY):
        statements.clear()
        till.sell(member, "4.50", key, again="yes")
        costs.append(len(statements))
    assert costs == [9, 9]
