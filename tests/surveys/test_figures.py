"""Figures by who served: of whom, where they left, and of an anonymous answer of nobody."""

from datetime import timedelta

import pytest
from flask import Flask

from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.programme.versions import published_versions
from loyalty_app.staff.models import Staff
from loyalty_app.staff.operations import dismiss
from loyalty_app.surveys.figures import Results, answers_to, results

from ..factories import enrol_member, hire
from .conftest import asking, buy, say, survey


def served(staff: Staff | None, *scores: int) -> None:
    """Guests who were served by somebody answer about that visit."""
    for score in scores:
        member = enrol_member()
        visit = buy(member, f"of {member.id}", served_by=staff.id if staff else None)
        say(member, Said(score), visit.activity.id)
    db.session.rollback()


def found(*, by_staff: bool) -> Results:
    version = published_versions()[-1].programme
    return results(version.surveys[0], now().date() + timedelta(days=1), by_staff=by_staff)


@pytest.fixture
def colleagues(app: Flask) -> tuple[Staff, Staff]:
    """Two of the same name."""
    return hire(), hire()


def test_each_has_the_answers_of_whom_they_served(colleagues: tuple[Staff, Staff]) -> None:
    asking(survey())
    one, other = colleagues
    served(one, 10, 10, 0)
    served(other, 10)
    served(None, 0)
    by_staff = found(by_staff=True).by_staff
    assert [(name, said.n, round(said.value)) for name, said in by_staff] == [
        ("Cashier", 3, 33),
        ("Cashier", 1, 100),
    ]
    assert not found(by_staff=False).by_staff


def test_who_left_keeps_their_name(colleagues: tuple[Staff, Staff]) -> None:
    asking(survey())
    served(colleagues[0], 9)
    in_transaction(lambda: dismiss(colleagues[0].id))
    assert [name for name, _ in found(by_staff=True).by_staff] == ["Cashier"]
    rules = published_versions()[-1].programme
    assert [row[-1] for row in answers_to(rules.surveys[0], by_staff=True)] == ["Cashier"]


def test_an_anonymous_answer_is_nobodys(colleagues: tuple[Staff, Staff]) -> None:
    asking(survey("anonymous: true"))
    served(colleagues[0], 2)
    assert found(by_staff=True).answers == 1
    assert not found(by_staff=True).by_staff
    (row,) = answers_to(published_versions()[-1].programme.surveys[0], by_staff=True)
    assert row[-1] is None
