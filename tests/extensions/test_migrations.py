"""Migrations build what the models say, and a broken one leaves nothing behind."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from loyalty_app.extensions import alembic, db

BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("SELECT nonsense")
"""


def test_the_database_is_what_the_models_say(app: Flask) -> None:
    if alembic.heads():
        assert alembic.compare_metadata() == []


def test_a_broken_migration_leaves_nothing_behind(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text(BROKEN)
    app.config["ALEMBIC"]["version_locations"].append(str(tmp_path))
    with pytest.raises(DatabaseError):
        alembic.upgrade()
    assert not inspect(db.engine).has_table("half")


def test_foreign_keys_hold_again_after_a_migration(app: Flask, database: str) -> None:
    alembic.upgrade()
    if database == "sqlite":
        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1
