"""A shift and a card on one browser: each ends on its own."""

from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import (
    sign_in_member,
    sign_in_staff,
    sign_out_member_everywhere,
    sign_out_staff_everywhere,
)
from loyalty_app.sessions.queries import visitor_of
from loyalty_app.staff.models import Role

from ..factories import enrol_member, hire, publish_preset


def test_who_is_dismissed_keeps_their_own_card(app: Flask) -> None:
    publish_preset("cafe")
    member, cashier = enrol_member(), hire(Role.CASHIER)
    token = in_transaction(lambda: sign_in_staff(cashier, sign_in_member(member)))
    in_transaction(lambda: sign_out_staff_everywhere(cashier))
    db.session.rollback()
    visitor = visitor_of(token)
    assert visitor
    assert visitor.staff is None
    assert visitor.member
    assert visitor.member.id == member.id


def test_who_is_signed_out_as_a_member_goes_on_serving(app: Flask) -> None:
    publish_preset("cafe")
    member, cashier = enrol_member(), hire(Role.CASHIER)
    token = in_transaction(lambda: sign_in_staff(cashier, sign_in_member(member)))
    in_transaction(lambda: sign_out_member_everywhere(member.id))
    db.session.rollback()
    visitor = visitor_of(token)
    assert visitor
    assert visitor.member is None
    assert visitor.staff


def test_a_browser_without_anybody_is_forgotten(app: Flask) -> None:
    publish_preset("cafe")
    cashier = hire(Role.CASHIER)
    token = in_transaction(lambda: sign_in_staff(cashier))
    in_transaction(lambda: sign_out_staff_everywhere(cashier))
    assert visitor_of(token) is None
