"""Counting what is asked of the database, for the budgets that the design promises."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import event

from loyalty_app.extensions import db


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """All SQL since the test began; `statements.clear()` starts anew, `len(statements)` counts."""
    seen: list[str] = []

    def note(*facts: object) -> None:
        sql = str(facts[2])
        if not sql.startswith("BEGIN"):
            seen.append(sql)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)
