import pytest
from flask import Flask
from sqlalchemy import select, text

from loyalty_app.extensions import db
from loyalty_app.members.models import Member

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)


def test_what_is_asked_often_stays_prepared_when_a_read_ends(app: Flask) -> None:
    """psycopg prepares what it has sent five times, and forgets all of it at a ROLLBACK."""
    for _ in range(7):
        db.session.scalars(select(Member.number)).all()
        db.session.rollback()
    prepared = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert [one for one in prepared if "member.number" in one]
