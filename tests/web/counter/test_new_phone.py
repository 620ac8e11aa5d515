"""A member with a new phone: staff show a code, and the record says who did."""

from flask import Flask

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.queries import new_phones_of, phones_of
from loyalty_app.staff.operations import link_card

from ...factories import hire
from ...sign_in import as_member, as_staff
from .conftest import Counter, has


def offer(till: Counter, member: Member, **said: str) -> str:
    """Where the code is shown."""
    answer = till.post(f"/members/{member.number}/phone", **said)
    assert answer.status_code == 303
    return answer.location


def test_the_way_there_is_on_the_members_page(till: Counter, member: Member) -> None:
    assert f"/counter/members/{member.number}/phone" in till.get(f"/members/{member.number}").text
    page = till.get(f"/members/{member.number}/phone").text
    assert "Regular Guest" in page
    assert "The old phone is lost" in page


def test_the_code_opens_the_card_and_the_counter_sees_it(
    app: Flask, till: Counter, member: Member
) -> None:
    shown = offer(till, member)
    page = till.client.get(shown).text
    assert "<svg" in page
    assert 'hx-trigger="every 3s"' in page
    assert app.test_client().post(f"/phone/{shown.rpartition('/')[2]}").location == "/card"
    after = till.client.get(shown, headers={"HX-Request": "true"}).text
    assert "The card is on the new phone" in after
    assert "hx-trigger" not in after


def test_htmx_is_told_where_the_code_is(till: Counter, member: Member) -> None:
    answer = till.post_fragment(f"/members/{member.number}/phone")
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/counter/phones/")


def test_a_lost_phone_is_signed_out_before_the_new_one_has_the_card(
    app: Flask, till: Counter, member: Member
) -> None:
    as_member(app.test_client(), member)
    offer(till, member)
    assert len(phones_of(member.id)) == 1
    page = till.client.get(offer(till, member, lost="y")).text
    assert phones_of(member.id) == []
    assert "Every other phone is signed out already." in page


def test_who_did_it_and_when_is_kept_for_the_owner(till: Counter, member: Member) -> None:
    offer(till, member, lost="y")
    [(phone, staff)] = new_phones_of(member.id, limit=5)
    assert (staff, phone.lost, phone.used_at) == (till.staff, True, None)


def test_points_and_chain_stay_as_they_are(app: Flask, till: Counter, member: Member) -> None:
    till.sell(member)
    before = has(member)
    shown = offer(till, member, lost="y")
    app.test_client().post(f"/phone/{shown.rpartition('/')[2]}")
    assert has(member) == before


def test_nobody_opens_their_own_card_this_way(till: Counter, member: Member) -> None:
    in_transaction(lambda: link_card(till.staff.id, member.id))
    assert till.get(f"/members/{member.number}/phone").status_code == 409
    assert till.post(f"/members/{member.number}/phone").status_code == 409
    assert new_phones_of(member.id, limit=5) == []


def test_a_colleague_does_not_see_the_code(app: Flask, till: Counter, member: Member) -> None:
    shown = offer(till, member)
    colleague = as_staff(app.test_client(), hire())
    assert colleague.get(shown).status_code == 404
    assert till.get("/phones/nothing").status_code == 404


def test_one_that_is_over_leads_to_a_new_one(till: Counter, member: Member) -> None:
    first = offer(till, member)
    offer(till, member)
    page = till.client.get(first).text
    assert "This code is over" in page
    assert f"/counter/members/{member.number}/phone" in page
