"""How we speak to Postgres: a transaction that did not announce it writes may only read."""

from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from .writing import is_writing


class _Driver(psycopg.Connection[Any]):
    """A read has nothing to take back, and ends with COMMIT: at a ROLLBACK the driver would forget
    all it has prepared, and the server plan every statement anew. It does forget when one failed:
    a table may have another shape by now."""

    def rollback(self) -> None:
        if self.read_only and self.info.transaction_status is not TransactionStatus.INERROR:
            self.commit()
        else:
            super().rollback()


def prepare(engine: Engine) -> None:
    event.listen(engine, "do_connect", _connect)
    event.listen(engine, "begin", _begin)


def _connect(
    _dialect: Dialect, _record: ConnectionPoolEntry, said: list[Any], named: dict[str, Any]
) -> _Driver:
    return _Driver.connect(*said, **named)


def _begin(connection: Connection) -> None:
    # The driver opens the transaction with its first statement; this costs no round trip.
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not is_writing()
