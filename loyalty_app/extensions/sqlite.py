"""How we speak to SQLite: every transaction says whether it writes before it begins.

Deferred transactions that turn into writers fail with "locked" whatever the timeout, so a
writer begins as one. All others may not write at all, which also catches a GET that tries.
"""

import re
import sqlite3

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from .writing import is_writing

BUSY_MILLISECONDS = 10_000
_READS = re.compile(r"\s*(SELECT|BEGIN|PRAGMA|EXPLAIN)\b", re.IGNORECASE)
"""Also what begins; WITH is not here, as it may end in a write."""


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the fix for the WAL-reset race, which could lose commits.

    Fixed in 3.53.0 and 3.51.3, and carried back to 3.50.7 and 3.44.6.
    """
    carried_back = {(3, 51): 3, (3, 50): 7, (3, 44): 6}
    if version >= (3, 53):
        return True
    fixed_in = carried_back.get((version[0], version[1]))
    return fixed_in is not None and version[2] >= fixed_in


def prepare(engine: Engine) -> None:
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _refuse_a_write, retval=True)


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    assert isinstance(connection, sqlite3.Connection)
    connection.isolation_level = None  # the driver must not begin on its own: _begin does
    journal = "WAL" if wal_is_safe() else "TRUNCATE"
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # or REPLACE would slip past a trigger that refuses DELETE
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN DEFERRED")


def _refuse_a_write(
    _connection: Connection, _cursor: object, sql: str, values: object, *_: object
) -> tuple[str, object]:
    """SQLite's own switch, query_only, would have every statement prepared again."""
    if not (is_writing() or _READS.match(sql)):
        refusal = sqlite3.OperationalError("attempt to write a readonly database")
        raise OperationalError(sql, None, refusal)
    return sql, values
