"""How soon a phone hears of a purchase, how soon a till shows who was scanned, and how many phones
one process carries: `make bench-live`.

First one phone and two server processes on each database: to the event, to the receipt itself, and
from a scan to the member on a till.
Then a crowd of phones on one process. A purchase is recorded by a process of its own; its time runs
from before it is recorded. A line of JSON for each; loopback only, and an end to everything.
"""

import argparse
import asyncio
import json
import resource
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit

from flask import Flask

from loyalty_app import create_app, engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import sign_in_member
from loyalty_app.standing.operations import enrol
from tests.conftest import SETTINGS
from tests.factories import publish_preset
from tests.plugins.databases import PostgresServer, SqliteFiles
from tests.plugins.servers import gunicorn
from tests.sign_in import cookie_for

from .counter import scan_times

LONGEST = 60.0
"""Seconds after which what has not come counts as an error."""
AT_ONCE = 100


@contextmanager
def shop(url: str) -> Iterator[Flask]:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        publish_preset("cafe")
        yield app
        db.session.remove()
        db.engine.dispose()


def cards(app: Flask, number: int) -> list[tuple[int, str]]:
    """New members with the cookie of the phone that each is signed in on."""
    found: list[tuple[int, str]] = []
    for _ in range(0, number, 500):
        some = min(500, number - len(found))
        members = in_transaction(lambda some=some: [enrol() for _ in range(some)])  # type: ignore[misc]
        tokens = in_transaction(lambda m=members: [sign_in_member(one) for one in m])  # type: ignore[misc]
        found += [(m.id, cookie_for(app, t)) for m, t in zip(members, tokens, strict=True)]
    db.session.remove()
    return found


class Phone:
    """One open stream; `heard` is when the last receipt was announced."""

    def __init__(self, address: str, cookie: str) -> None:
        self.host, self.port = urlsplit(address).hostname, urlsplit(address).port
        self.cookie = cookie
        self.heard = asyncio.Event()

    async def _ask(self, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={self.cookie}\r\n"
            "HX-Request: true\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n".encode()
        )
        return reader, writer

    async def listen(self) -> None:
        self.reader, self.writer = await self._ask("/live")
        await self.reader.readuntil(b"event: start")
        self.listening = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        while line := await self.reader.readline():
            if line == b"event: receipt\n":
                self.heard.set()

    async def receipt(self) -> bytes:
        reader, writer = await self._ask("/live/receipt?after=0")
        answer = await reader.read()
        writer.close()
        assert b" 200 " in answer.partition(b"\r\n")[0]
        return answer

    async def hang_up(self) -> None:
        self.listening.cancel()
        self.writer.close()


@asynccontextmanager
async def listening(address: str, cookies: list[str]) -> AsyncIterator[list[Phone]]:
    phones = [Phone(address, cookie) for cookie in cookies]
    for at in range(0, len(phones), AT_ONCE):
        some = asyncio.gather(*(phone.listen() for phone in phones[at : at + AT_ONCE]))
        await asyncio.wait_for(some, LONGEST)
    try:
        yield phones
    finally:
        await asyncio.gather(*(phone.hang_up() for phone in phones))


def buy(app: Flask, member: int, reference: str) -> None:
    with app.app_context():
        sale = Activity(member, Kind.PURCHASE, "bench", reference, amount=500)
        in_transaction(lambda: engine.record(sale))


async def hear(app: Flask, phone: Phone, member: int, reference: str) -> tuple[float, float]:
    """Milliseconds from before a purchase to its event, and to the receipt on the phone."""
    phone.heard.clear()
    start = perf_counter()
    await asyncio.to_thread(buy, app, member, reference)
    await asyncio.wait_for(phone.heard.wait(), LONGEST)
    event = perf_counter()
    await phone.receipt()
    return 1000 * (event - start), 1000 * (perf_counter() - start)


def said(name: str, database: str, times: list[float], **more: object) -> str:
    return json.dumps(
        {
            "name": name,
            "database": database,
            "n": len(times),
            "median_ms": round(median(times)),
            "p95_ms": round(quantiles(times, n=20)[-1]),
            **more,
        }
    )


async def one_phone(app: Flask, address: str, database: str, purchases: int) -> None:
    [(member, cookie)], random = cards(app, 1), Random(1)
    async with listening(address, [cookie]) as [phone]:
        pairs = []
        for n in range(purchases):
            await asyncio.sleep(random.uniform(0.1, 0.4))
            pairs.append(await hear(app, phone, member, f"one-{n}"))
    events, receipts = (list(times) for times in zip(*pairs, strict=True))
    print(said("event, two processes", database, events), flush=True)
    print(said("receipt, two processes", database, receipts, goal="median 300"), flush=True)


async def crowd(
    app: Flask, address: str, database: str, phones: int, purchases: int, server: int
) -> None:
    there = cards(app, phones)
    async with listening(address, [there[0][1]]):
        before = memory(server)
    start = perf_counter()
    async with listening(address, [cookie for _, cookie in there]) as open_ones:
        connected, random = perf_counter() - start, Random(2)
        times, errors = [], 0
        for n in range(purchases):
            which = random.randrange(phones)
            try:
                event, _ = await hear(app, open_ones[which], there[which][0], f"crowd-{n}")
                times.append(event)
            except (TimeoutError, OSError, AssertionError):
                errors += 1
        lost = sum(phone.listening.done() for phone in open_ones)
        print(
            said(
                "event, a crowd on one process",
                database,
                times,
                phones=phones,
                errors=errors,
                streams_lost=lost,
                connected_s=round(connected, 1),
                rss_mb=memory(server),
                rss_idle_mb=before,
            ),
            flush=True,
        )


def memory(server: int) -> int:
    """Resident mebibytes of all processes that a server started."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    texts = [Path(f"/proc/{child}/status").read_text() for child in children]
    kibibytes = [int(text.partition("VmRSS:")[2].split()[0]) for text in texts]
    return sum(kibibytes) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--phones", type=int, default=5000)
    parser.add_argument("--purchases", type=int, default=100)
    asked = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        postgres = PostgresServer(folder / "postgres")
        databases: dict[str, SqliteFiles | PostgresServer] = {"sqlite": SqliteFiles(folder)}
        databases["postgres"] = postgres
        for kind, database in databases.items():
            url = database.create()
            with shop(url) as app, gunicorn(url, folder, 2) as (address, _):
                asyncio.run(one_phone(app, address, kind, asked.purchases))
                scans = list(scan_times(app, address, asked.purchases))
                print(said("scan to member on screen", kind, scans, goal="median 300"), flush=True)
            with (
                shop(url := database.create()) as app,
                gunicorn(url, folder, 1) as (address, server),
            ):
                asyncio.run(crowd(app, address, kind, asked.phones, asked.purchases, server.pid))
        postgres.stop()


if __name__ == "__main__":
    main()
