"""What is not needed any more is forgotten without anybody asking."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import work_once
from loyalty_app.members.keys import KEPT, member_showing
from loyalty_app.members.models import UsedStep
from loyalty_app.members.rotating import shown_in

from ..factories import enrol_member
from ..phones import phone_of


def test_the_worker_forgets_when_a_phone_was_scanned(app: Flask) -> None:
    start = datetime(2027, 3, 1, 9, tzinfo=UTC)
    phone, _ = phone_of(enrol_member())
    shown = shown_in(phone.shows(start))
    assert shown
    with time_machine.travel(start):
        in_transaction(lambda: member_showing(shown, start))
    for moment, left in ((start, 1), (start + KEPT + timedelta(minutes=2), 0)):
        with time_machine.travel(moment):
            work_once()
        assert len(db.session.scalars(select(UsedStep)).all()) == left
