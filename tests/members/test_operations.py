"""A contact leads to one card; consents are only added."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.contacts import ContactTaken
from loyalty_app.members.models import Consent, Purpose
from loyalty_app.members.operations import rename, settle_consent
from loyalty_app.members.queries import consents_of, member_with
from loyalty_app.standing.operations import enrol

from ..factories import enrol_member


def test_a_contact_belongs_to_one_card(app: Flask) -> None:
    member = in_transaction(lambda: enrol("Member", email="me@example.org"))
    with pytest.raises(ContactTaken):
        in_transaction(lambda: enrol("Stranger", email="me@example.org"))
    assert member_with("me@example.org", None) == member
    assert member_with(None, None) is None


def test_one_may_keep_ones_own_contact_and_not_take_anothers(app: Flask) -> None:
    member = in_transaction(lambda: enrol("Member", email="me@example.org"))
    friend = in_transaction(lambda: enrol("Friend", phone="+393471234567"))
    in_transaction(lambda: rename(member.id, "New name", "me@example.org", None))
    with pytest.raises(ContactTaken):
        in_transaction(lambda: rename(friend.id, "Friend", "me@example.org", "+393471234567"))
    assert member_with("me@example.org", None) == member


def test_a_consent_is_given_and_taken_back_and_all_of_it_is_kept(app: Flask) -> None:
    member = enrol_member()
    assert not any(consents_of(member.id).values())
    for given in (True, True, False, True):
        in_transaction(
            lambda given=given: settle_consent(  # type: ignore[misc]
                member, Purpose.MARKETING, given=given, words="Write to me."
            )
        )
    assert consents_of(member.id) == {Purpose.MARKETING: True, Purpose.PROFILING: False}
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 3
