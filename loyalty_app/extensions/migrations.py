"""Migrations that happen whole or not at all, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from alembic.runtime.migration import MigrationContext, MigrationStep
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Connection

from .columns import UtcDateTime
from .writing import writing

Revisions = str | list[str] | tuple[str, ...]


class Migrations(Alembic):
    def init_app(self, app: Flask) -> None:
        # Alembic takes SQLite's schema changes for unsafe in a transaction; with our own BEGIN
        # they are not. Batches, because SQLite can only change most columns by copying a table.
        app.config["ALEMBIC_CONTEXT"] = {
            "transactional_ddl": True,
            "render_as_batch": True,
            "render_item": _render,
        }
        super().init_app(app)

    def run_migrations(
        self,
        fn: Callable[[Revisions, MigrationContext], list[MigrationStep]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        connection = self.migration_context.connection
        assert connection is not None
        with writing(), _foreign_keys_at_rest(connection):
            super().run_migrations(fn, **kwargs)


def _render(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """A revision says what the column is in SQL: it outlives the classes of today."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def _foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying and dropping it, which must not cascade.

    The switch does nothing inside a transaction, hence the driver's own connection.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.rollback()
    driver: Any = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
