"""The shops that are measured: the bench programme with members, on a disk and on a server."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from flask import Flask

from loyalty_app import create_app
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.extensions import db, in_transaction, sqlite
from loyalty_app.standing.operations import enrol_numbered
from tests.conftest import SETTINGS
from tests.factories import publish
from tests.plugins.databases import PostgresServer, SqliteFiles

KINDS = ("sqlite", "postgres")
SOURCE = (Path(__file__).parent / "programme.yaml").read_text()
ON_DISK = Path(__file__).parent.parent / "instance"
JOURNAL = "WAL" if sqlite.wal_is_safe() else "TRUNCATE"


class Shops:
    """Databases on the real disk, whose commits wait for it. A context: gone at its end."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(dir=ON_DISK, prefix="bench-")
        self.folder = Path(self._folder.name)

    @cached_property
    def files(self) -> SqliteFiles:
        return SqliteFiles(self.folder)

    @cached_property
    def server(self) -> PostgresServer:
        return PostgresServer(self.folder / "postgres", durable=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if "server" in self.__dict__:
            self.server.stop()
        self._folder.cleanup()

    def databases(self, kind: str) -> SqliteFiles | PostgresServer:
        return self.files if kind == "sqlite" else self.server

    def with_members(self, kind: str, n: int) -> str:
        """A shop with the bench programme, and n members numbered 0 to n − 1."""
        url = self.databases(kind).create()
        with opened(url):
            publish(SOURCE)
            for first in range(0, n, 5000):
                numbers = [str(number) for number in range(first, min(first + 5000, n))]
                in_transaction(lambda numbers=numbers: enrol_numbered(numbers))  # type: ignore[misc]
        return url


@contextmanager
def opened(url: str) -> Iterator[Flask]:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url})
    gc.freeze()  # as wsgi.py, through which every command starts
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def note(kind: str) -> str:
    return f"SQLite, {JOURNAL} journal" if kind == "sqlite" else "Postgres, fsync"


BASKETS = (
    (Line(140, 1, category="coffee"),),
    (Line(280, 2, category="coffee"), Line(320, 2, category="pastry")),
    (Line(1150, 1, category="lunch"), Line(140, 1, category="coffee")),
    (Line(890, 1, sku="beans-250", labels={"kind": "organic"}),),
    (),
)


def purchases(members: Sequence[int], n: int) -> list[Activity]:
    """What a counter sees in a day, the same each time."""
    chance = Random(7)
    return [
        _purchase(chance, member, f"r{i}") for i, member in enumerate(chance.choices(members, k=n))
    ]


def _purchase(chance: Random, member: int, reference: str) -> Activity:
    lines = chance.choice(BASKETS)
    return Activity(
        member,
        Kind.PURCHASE,
        "till",
        reference,
        amount=sum(line.amount for line in lines) or chance.randrange(100, 9000),
        lines=lines,
        shop=chance.choice(("station", "centre")),
        channel=chance.choice(("counter", "counter", "counter", "web")),
    )
