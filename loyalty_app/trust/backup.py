"""A backup: the whole database in one file, whole or not there, while the shop is open."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import URL

from ..errors import LoyaltyError

PRIVATE = 0o600


class FileIsThere(LoyaltyError):
    words = _l("“%(path)s” is there already and stays as it is. Name a new file.")
    code = "file_is_there"


class CannotWrite(LoyaltyError):
    words = _l("“%(path)s” cannot be written: %(problem)s")
    code = "cannot_write"


class NoDumpProgram(LoyaltyError):
    words = _l(
        "There is no pg_dump here, which makes backups of Postgres. Install the client of your "
        "server's version (Debian: apt-get install postgresql-client), or make the backup on the "
        "machine of the database."
    )
    code = "no_dump_program"


class BackupFailed(LoyaltyError):
    words = _l("The backup failed, and no file was left behind: %(problem)s")
    code = "backup_failed"


def back_up(url: URL, path: Path) -> None:
    """Write the database to a new file that only its owner may read.

    SQLite gives a database, Postgres an archive for pg_restore. Raises FileIsThere, CannotWrite,
    NoDumpProgram or BackupFailed.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    _reserve(path)
    try:
        unfinished.touch(PRIVATE)
        if url.get_backend_name() == "sqlite":
            _copy_sqlite(url, unfinished)
        else:
            _dump_postgres(url, unfinished)
        unfinished.replace(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def _reserve(path: Path) -> None:
    try:
        path.touch(PRIVATE, exist_ok=False)
    except FileExistsError as error:
        raise FileIsThere(path=path) from error
    except OSError as error:
        raise CannotWrite(path=path, problem=error.strerror) from error


def _copy_sqlite(url: URL, path: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{url.database}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy)  # all pages in one step: one moment of the database
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    except sqlite3.Error as error:
        raise BackupFailed(problem=error) from error


def _dump_postgres(url: URL, path: Path) -> None:
    program = shutil.which("pg_dump")
    if program is None:
        raise NoDumpProgram
    address = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(
        [program, "--format=custom", f"--file={path}", f"--dbname={address}"],
        env={**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupFailed(problem=done.stderr.strip())
