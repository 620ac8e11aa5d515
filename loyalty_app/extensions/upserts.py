"""INSERT … ON CONFLICT, which SQLAlchemy has in each database's own words."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from . import db


def inserting(table: Any, dialect: str | None = None) -> Any:  # noqa: ANN401
    """The insertion into a table that knows `on_conflict_do_update` and `on_conflict_do_nothing`.

    `dialect`: its database's name, for a statement that is kept; without it, the one in use.
    """
    name = dialect or db.engine.dialect.name
    return (postgresql if name == "postgresql" else sqlite).insert(table)
