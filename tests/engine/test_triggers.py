"""What never changes is guarded by the database itself, against whoever writes SQL."""

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Purpose
from loyalty_app.members.operations import say_consent
from loyalty_app.programme.models import ProgrammeVersion

from ..factories import enrol_member, publish_preset


@pytest.fixture
def recorded(app: Flask) -> None:
    publish_preset("shop")
    member = enrol_member()
    activity = Activity(member.id, Kind.PURCHASE, "till", "r1", amount=500)
    in_transaction(lambda: engine.record(activity))
    in_transaction(lambda: say_consent(member, Purpose.MARKETING, given=True, words="Yes"))


CHANGES = [
    "UPDATE activity SET day = '2020-01-01'",
    "UPDATE outcome SET points = 1000000",
    "UPDATE consent SET given = (1 = 0)",
    "UPDATE programme_version SET source = ''",
    "UPDATE programme_version SET reason = 'another'",
    "UPDATE programme_version SET published_at = NULL",
    "DELETE FROM outcome",
    "DELETE FROM consent",
    "DELETE FROM programme_version",
]
ONLY_ON = {
    "sqlite": ["REPLACE INTO outcome SELECT * FROM outcome"],
    "postgres": [f"TRUNCATE {table} CASCADE" for table in ("activity", "outcome", "consent")],
}


@pytest.mark.usefixtures("recorded")
def test_facts_are_only_added(database: str) -> None:
    for change in [*CHANGES, *ONLY_ON[database]]:
        with pytest.raises(DBAPIError, match=r"only added|never changes"):
            in_transaction(partial(db.session.execute, text(change)))


@pytest.mark.usefixtures("recorded")
@pytest.mark.parametrize(
    ("seconds", "guarded"), [(-86400, True), (-1, True), (30, True), (90, False), (86400, False)]
)
def test_a_version_never_changes_from_a_minute_before_it_comes_into_force(
    seconds: int, guarded: bool
) -> None:
    def schedule() -> None:
        at = now() + timedelta(seconds=seconds)
        scheduled = {"number": 2, "source": "", "sha256": "", "created_by": "", "published_at": at}
        db.session.add(ProgrammeVersion(**scheduled))

    in_transaction(schedule)
    second = update(ProgrammeVersion).where(ProgrammeVersion.number == 2)
    changes = second.values(reason="another"), second.values(published_at=None)
    for change in changes:
        if guarded:
            with pytest.raises(DBAPIError, match=r"only added|never changes"):
                in_transaction(partial(db.session.execute, change))
        else:
            in_transaction(partial(db.session.execute, change))
