import psycopg
import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

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


def test_what_was_prepared_for_another_shape_is_forgotten_once_it_fails(app: Flask) -> None:
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    reading = text("SELECT name FROM changing")

    def read() -> list[str]:
        try:
            return list(db.session.scalars(reading))
        finally:
            db.session.rollback()

    with psycopg.connect(address, autocommit=True) as other:
        other.execute("CREATE TABLE changing (name varchar(9))")
        other.execute("INSERT INTO changing VALUES ('one')")
        assert [read() for _ in range(8)] == [["one"]] * 8
        other.execute("ALTER TABLE changing ALTER COLUMN name TYPE text")
    with pytest.raises(DBAPIError, match="cached plan"):
        read()
    assert read() == ["one"]
