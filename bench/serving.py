"""card, scan and take over HTTP, beside an empty Flask view on the same kind of server."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import HTTPConnection
from time import monotonic, sleep
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from tests.conftest import SETTINGS
from tests.factories import hire
from tests.sign_in import as_member, as_staff

from .figures import Figure, side_by_side
from .shops import Shops, note, opened

CHUNKS = 11
PATIENCE = 30
"""Seconds for a server to start."""


class Request(NamedTuple):
    method: str
    path: str
    cookie: str = ""
    form: dict[str, str] | None = None
    status: int = 200


def serving(shops: Shops, kind: str, n: int) -> list[Figure]:
    """Answers a second to one client: the member's card, a card scanned, a purchase taken."""
    url = shops.with_members(kind, 20)
    with opened(url) as app:
        member, cashier = _cookies(app)
        code = db.session.get_one(Member, 1).code
    card = Request("GET", "/card", member)
    scan = Request("POST", "/counter/", cashier, {"code": code}, 303)
    take = Request("POST", "/counter/members/0", cashier, {"amount": "12.50", "again": "yes"}, 303)
    with ExitStack() as stack:
        ours = stack.enter_context(served("shop", url))
        empty = stack.enter_context(served("empty", url))
        return [
            _figure(f"{name}, {kind}", goal, n, ours, empty, request, note(kind))
            for name, goal, request in (
                ("card", "ratio 0.30", card),
                ("scan", "ratio 0.30", scan),
                ("take", "ratio 0.15", take),
            )
        ]


def _figure(
    name: str,
    goal: str,
    n: int,
    ours: HTTPConnection,
    empty: HTTPConnection,
    request: Request,
    place: str,
) -> Figure:
    each = n // CHUNKS
    nothing = Request(request.method, "/", form=request.form)
    pairs = (
        (partial(_ask, ours, request, each, turn), partial(_ask, empty, nothing, each, turn))
        for turn in range(CHUNKS)
    )
    own, floor, ratio = side_by_side(pairs)
    return Figure(name, each / own, "1/s", n, each / floor, ratio, goal, f"HTTP; {place}")


def _ask(connection: HTTPConnection, request: Request, n: int, turn: int) -> None:
    connection.close()  # the server has closed it during the other's turn; it opens by itself
    headers = {"Cookie": request.cookie, "Accept-Language": "en"}
    if request.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    for number in range(n):
        # A key of its own for each, or a purchase would be a repeat.
        form = (
            urlencode({"key": f"{turn:08x}{number:024x}", **request.form}) if request.form else ""
        )
        connection.request(request.method, request.path, form or None, headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == request.status, (request.path, answer.status)


def _cookies(app: Flask) -> tuple[str, str]:
    """Of a browser in which member 1 is signed in, and of one with a cashier, each after its first
    page: that renews the cookie for the day."""
    member = as_member(app.test_client(), db.session.get_one(Member, 1))
    cashier = as_staff(app.test_client(), hire())
    member.get("/card")
    cashier.get("/counter/")
    return _cookie(member), _cookie(cashier)


def _cookie(client: FlaskClient) -> str:
    session = client.get_cookie("session")
    assert session is not None
    return f"session={session.value}"


@contextmanager
def served(name: str, url: str) -> Iterator[HTTPConnection]:
    """A connection to `served.name` behind gunicorn."""
    port = _free_port()
    command = (sys.executable, "-m", "gunicorn", "--config", "bench/server.py")
    environment = {
        **os.environ,
        "PORT": str(port),
        "BENCH_DATABASE": url,
        "BENCH_KEY": str(SETTINGS["SECRET_KEY"]),
    }
    server = subprocess.Popen(
        [*command, "--log-level", "warning", f"bench.served:{name}()"], env=environment
    )
    try:
        connection = HTTPConnection("localhost", port)
        _wait_for(connection, server)
        yield connection
        connection.close()
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return int(any_port.getsockname()[1])


def _wait_for(connection: HTTPConnection, server: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE
    while True:
        try:
            connection.connect()
        except ConnectionRefusedError:
            if server.poll() is not None or monotonic() > until:
                raise
            sleep(0.05)
        else:
            return
