"""How we speak to Postgres: a transaction that did not announce it writes may only read."""

from typing import Any

from sqlalchemy import Connection, Engine, event

from .writing import is_writing


def prepare(engine: Engine) -> None:
    event.listen(engine, "begin", _begin)


def _begin(connection: Connection) -> None:
    # The driver opens the transaction with its first statement; this costs no round trip.
    driver: Any = connection.connection.dbapi_connection
    driver.read_only = not is_writing()
