"""A badge of one's own: shown to others with a link, and kept to oneself again."""

from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.badges.queries import link_of
from loyalty_app.extensions import db
from loyalty_app.members.models import Member

from ...factories import enrol_member
from ...sign_in import as_member
from .conftest import Till

BADGE = "/play/badges/thank-you"


def thank(till: Till, member: Member) -> str:
    """The id of what gave it."""
    return till.record(member, Kind.GIFT, badge="thank-you", reason="For the chairs").activity.id


def token(member: Member) -> str | None:
    db.session.rollback()
    return link_of(member.id, "thank-you")


def test_nothing_is_shown_before_one_chooses_to(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    thank(till, member)
    page = phone.get(BADGE).text
    assert "Share this badge" in page
    assert "/badge/" not in page
    assert token(member) is None


def test_one_link_for_each_badge(phone: FlaskClient, member: Member, till: Till) -> None:
    thank(till, member)
    assert phone.post(f"{BADGE}/share").location == BADGE
    first = token(member)
    phone.post(f"{BADGE}/share")
    assert first
    assert len(first) == 43
    assert token(member) == first
    page = phone.get(BADGE).text
    assert f'data-share="http://localhost/badge/{first}"' in page
    assert f'src="/badge/{first}.png"' in page
    assert "with your first name and nothing else of you" in page


def test_kept_to_oneself_the_link_is_dead_and_another_one_is_new(
    phone: FlaskClient, client: FlaskClient, member: Member, till: Till
) -> None:
    thank(till, member)
    phone.post(f"{BADGE}/share")
    first = token(member)
    assert phone.post(f"{BADGE}/keep").location == BADGE
    assert token(member) is None
    assert phone.get(f"/badge/{first}.png").status_code == 404
    phone.post(f"{BADGE}/share")
    assert token(member) not in (first, None)


def test_what_is_not_earned_cannot_be_shared(phone: FlaskClient, member: Member) -> None:
    assert "share" not in phone.get(BADGE).text.replace("share.js", "")
    answer = phone.post(f"{BADGE}/share")
    assert answer.status_code == 409
    assert "Once you have earned it, you can share it." in answer.text
    assert token(member) is None


def test_nobody_closes_the_link_of_somebody_else(
    app: Flask, phone: FlaskClient, member: Member, till: Till
) -> None:
    thank(till, member)
    phone.post(f"{BADGE}/share")
    as_member(app.test_client(), enrol_member()).post(f"{BADGE}/keep")
    assert token(member)
