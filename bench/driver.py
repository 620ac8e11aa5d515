"""The bare driver: what SQLAlchemy sent in a transaction, sent again without it."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import event

from loyalty_app.extensions import db

Statement = tuple[str, Any, bool]
"""SQL, its values, and whether they are many."""


def statements_of(verb: Callable[[], object]) -> list[Statement]:
    """Every statement with its values that a verb sends to the database of the open shop."""
    sent: list[Statement] = []

    def note(_: object, __: object, sql: str, values: Any, ___: object, many: bool) -> None:  # noqa: ANN401
        sent.append((sql, values, many))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        verb()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return sent


def bare_connection() -> Any:  # noqa: ANN401
    """The driver's own connection to the open shop, set up as ours are."""
    connection: Any = db.engine.raw_connection().driver_connection
    return connection


def send(connection: Any, transactions: Sequence[Sequence[Statement]]) -> None:  # noqa: ANN401
    """Each in a transaction of its own; all rows that are answered are fetched."""
    for transaction in transactions:
        for sql, values, many in transaction:
            cursor = connection.cursor()
            (cursor.executemany if many else cursor.execute)(sql, values)
            if cursor.description:
                cursor.fetchall()
        connection.commit()
