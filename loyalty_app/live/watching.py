"""How a process learns that any process has recorded something: one way for each database."""

import sqlite3
from collections.abc import Iterable
from time import sleep
from typing import Any, Protocol

import psycopg
from sqlalchemy import Engine

POLL = 0.05
"""Seconds between two looks at SQLite: reading a few bytes, no query."""
TURN = 0.5
"""Seconds that Postgres is listened to before the watch looks after other things."""
CHANNEL = "activity"
"""What the trigger on Postgres announces every new activity on."""


class Watch(Protocol):
    """Holds one connection, which is never one of the pool's."""

    def wait(self) -> Iterable[tuple[int, int]]:
        """A moment later: members with a sequence of theirs that was recorded meanwhile."""

    def close(self) -> None: ...


def watch(engine: Engine) -> Watch:
    sqlite = engine.dialect.name == "sqlite"
    connection = _connection_of_its_own(engine)
    try:
        return SqliteWatch(connection) if sqlite else PostgresWatch(connection)
    except BaseException:  # the database has gone meanwhile
        connection.close()
        raise


def _connection_of_its_own(engine: Engine) -> Any:  # noqa: ANN401
    pooled = engine.raw_connection()
    connection = pooled.driver_connection
    pooled.detach()
    return connection


class SqliteWatch:
    """`PRAGMA data_version` differs as soon as another connection has committed.

    Where it answers BUSY somebody is writing, so it is taken for a change and asked again. Rows of
    `activity` are only added, so whatever has a higher rowid is new.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("PRAGMA busy_timeout = 0")  # waiting would stop the whole process
        self._version = 0
        self._seen = self._last_row()

    def wait(self) -> Iterable[tuple[int, int]]:
        sleep(POLL)
        try:
            version = self._ask("PRAGMA data_version")
            if version == self._version:
                return ()
            found = self._recorded()
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return ()
        self._version = version
        return found

    def _recorded(self) -> list[tuple[int, int]]:
        last = self._last_row()
        found = self._connection.execute(
            "SELECT member_id, max(sequence) FROM activity WHERE rowid > ? GROUP BY member_id",
            (self._seen,),
        ).fetchall()
        self._seen = last
        return found

    def _last_row(self) -> int:
        return self._ask("SELECT coalesce(max(rowid), 0) FROM activity")

    def _ask(self, statement: str) -> int:
        [(number,)] = self._connection.execute(statement).fetchall()
        return int(number)

    def close(self) -> None:
        self._connection.close()


class PostgresWatch:
    """A trigger announces each activity in the transaction that records it."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")

    def wait(self) -> Iterable[tuple[int, int]]:
        for notice in self._connection.notifies(timeout=TURN, stop_after=1):
            member, _, sequence = notice.payload.partition(" ")
            yield int(member), int(sequence)

    def close(self) -> None:
        self._connection.close()
