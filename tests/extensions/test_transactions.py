"""The one way to write, on both databases."""

import sqlite3
from collections.abc import Iterator

import psycopg.errors
import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from loyalty_app.errors import DatabaseBusy, DatabaseGone, LoyaltyError
from loyalty_app.extensions import db, in_transaction


@pytest.fixture
def jar(app: Flask) -> Iterator[None]:
    """A table of this test's own, so that it depends on no feature."""
    run_in_transaction("CREATE TABLE jar (label VARCHAR(20) PRIMARY KEY)")
    yield
    run_in_transaction("DROP TABLE jar")


def run_in_transaction(statement: str) -> None:
    in_transaction(lambda: db.session.execute(text(statement)))


def put(label: str) -> None:
    db.session.execute(text("INSERT INTO jar VALUES (:label)"), {"label": label})


def labels() -> list[str]:
    return list(db.session.scalars(text("SELECT label FROM jar ORDER BY label")))


@pytest.mark.usefixtures("jar")
def test_what_the_verb_wrote_is_kept_and_its_answer_returned() -> None:
    def verb() -> int:
        put("flour")
        return 7

    assert in_transaction(verb) == 7
    db.session.rollback()
    assert labels() == ["flour"]


@pytest.mark.usefixtures("jar")
def test_an_exception_undoes_everything() -> None:
    def verb() -> None:
        put("flour")
        raise LoyaltyError

    with pytest.raises(LoyaltyError):
        in_transaction(verb)
    assert labels() == []


@pytest.mark.usefixtures("app")
def test_a_verb_must_not_begin_another_transaction() -> None:
    with pytest.raises(RuntimeError, match="under way"):
        in_transaction(lambda: in_transaction(lambda: None))
    in_transaction(lambda: None)


@pytest.mark.usefixtures("jar")
def test_nothing_can_be_written_outside() -> None:
    labels()
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        put("flour")
    db.session.rollback()


@pytest.mark.usefixtures("jar")
def test_after_a_write_the_next_read_may_not_write_either() -> None:
    in_transaction(lambda: put("flour"))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        put("sugar")
    db.session.rollback()


def contention(database: str) -> OperationalError:
    if database == "postgres":
        return OperationalError("UPDATE", {}, psycopg.errors.DeadlockDetected())
    locked = sqlite3.OperationalError("database is locked")
    locked.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("UPDATE", {}, locked)


@pytest.mark.usefixtures("jar")
@pytest.mark.parametrize("failures", [1, 3])
def test_a_lock_or_deadlock_is_tried_again(database: str, failures: int) -> None:
    runs = []

    def verb() -> None:
        runs.append(1)
        put("flour")
        if len(runs) <= failures:
            raise contention(database)

    in_transaction(verb)
    assert labels() == ["flour"]
    assert len(runs) == failures + 1


@pytest.mark.usefixtures("app")
def test_a_lock_that_stays_is_said_in_words(database: str) -> None:
    runs = []

    def verb() -> None:
        runs.append(1)
        raise contention(database)

    with pytest.raises(DatabaseBusy):
        in_transaction(verb)
    assert len(runs) == 4


@pytest.mark.usefixtures("jar")
def test_who_lost_a_race_runs_once_more_and_sees_the_winner() -> None:
    seen = []
    in_transaction(lambda: put("flour"))

    def verb() -> str:
        seen.append(labels())
        if len(seen) == 1:
            put("flour")  # as if the look-up had come before the other's commit
        return labels()[0]

    assert in_transaction(verb) == "flour"
    assert len(seen) == 2


@pytest.mark.usefixtures("jar")
def test_a_constraint_that_stays_broken_is_an_error() -> None:
    in_transaction(lambda: put("flour"))
    with pytest.raises(IntegrityError):
        in_transaction(lambda: put("flour"))
    assert labels() == ["flour"]


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    "trouble",
    [
        OperationalError("UPDATE", {}, Exception(), connection_invalidated=True),
        OperationalError("UPDATE", {}, psycopg.errors.AdminShutdown()),
        OperationalError("connect", {}, psycopg.OperationalError("connection refused")),
    ],
    ids=["cut off", "shutting down", "not there"],
)
def test_a_database_that_is_gone_is_said_in_words(trouble: OperationalError) -> None:
    def verb() -> None:
        raise trouble

    with pytest.raises(DatabaseGone):
        in_transaction(verb)


@pytest.mark.usefixtures("jar")
def test_a_write_costs_no_more_statements_than_the_verb_makes(statements: list[str]) -> None:
    in_transaction(lambda: put("flour"))
    assert len(statements) == 1
