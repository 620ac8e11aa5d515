"""The one way to write: a verb runs in a transaction that is kept whole, or not at all."""

import random
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import TypeVar

import psycopg
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from ..errors import DatabaseBusy, DatabaseGone
from .writing import writing

T = TypeVar("T")

RETRIES = 3
SERIALIZATION_FAILURE, DEADLOCK, UNIQUE_VIOLATION = "40001", "40P01", "23505"
CONNECTION_TROUBLE = ("08", "57P")  # SQLSTATE classes: no connection; the server is going away

_inside: ContextVar[bool] = ContextVar("inside_a_transaction", default=False)
_connection: ContextVar[Connection | None] = ContextVar("its_connection", default=None)

# A greenlet that waits between BEGIN and COMMIT would stop its process for good, since SQLite
# waits without letting the others run. One writer at a time; gevent makes this lock its own.
_one_writer = threading.Lock()


class Transactions:
    """`in_transaction` for one database; the only place in the project that commits."""

    def __init__(self, db: SQLAlchemy) -> None:
        self.db = db

    def __call__(self, verb: Callable[[], T]) -> T:
        """Run the verb, commit and return its answer; an exception undoes all it wrote.

        The verb may run again: after a lock or deadlock (three times at most), and once after a
        unique violation, when it finds the row that was faster. So it must do nothing that a
        rollback cannot undo. Rows loaded before are read afresh inside.

        Raises DatabaseBusy or DatabaseGone, and whatever the verb raises.
        """
        if _inside.get():
            raise RuntimeError("A transaction is under way; a verb must not begin another.")
        self._end_the_read()
        token = _inside.set(True)
        try:
            return self._persevere(verb)
        finally:
            _inside.reset(token)

    def connection(self) -> Connection:
        """What the statements of the transaction under way go through; a session asks itself each
        time which one it is."""
        found = _connection.get()
        if found is None:
            found = self.db.session.connection()
            if _inside.get():
                _connection.set(found)
        return found

    def _end_the_read(self) -> None:
        session = self.db.session
        if session.new or session.dirty or session.deleted:
            raise RuntimeError("Rows were changed outside of the transaction; change them in it.")
        session.rollback()

    def _persevere(self, verb: Callable[[], T]) -> T:
        lost_a_race = False
        locked = 0
        while True:
            try:
                return self._once(verb)
            except IntegrityError as error:
                if lost_a_race or not _is_unique_violation(error):
                    raise
                lost_a_race = True
            except DBAPIError as error:
                if _is_gone(error):
                    raise DatabaseGone from error
                if not _is_contention(error):
                    raise
                locked += 1
                if locked > RETRIES:
                    raise DatabaseBusy from error
                time.sleep(random.uniform(0.005, 0.05) * locked)

    def _once(self, verb: Callable[[], T]) -> T:
        with self._turn(), writing():
            try:
                answer = verb()
                self.db.session.commit()
            except BaseException:  # a killed greenlet or worker too must not leave it open
                self.db.session.rollback()
                raise
            finally:
                _connection.set(None)
            return answer

    def _turn(self) -> AbstractContextManager[object]:
        return _one_writer if self.db.engine.dialect.name == "sqlite" else nullcontext()


def _is_unique_violation(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        return error.orig.sqlite_errorcode in (
            sqlite3.SQLITE_CONSTRAINT_UNIQUE,
            sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
        )
    return _sqlstate(error) == UNIQUE_VIOLATION


def _is_contention(error: DBAPIError) -> bool:
    if isinstance(error.orig, sqlite3.Error):
        primary_code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        return primary_code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return _sqlstate(error) in (SERIALIZATION_FAILURE, DEADLOCK)


def _is_gone(error: DBAPIError) -> bool:
    # A server that did not answer at all could not give a state.
    silence = isinstance(error.orig, psycopg.OperationalError) and not error.orig.sqlstate
    trouble = _sqlstate(error).startswith(CONNECTION_TROUBLE)
    return silence or trouble or error.connection_invalidated


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
