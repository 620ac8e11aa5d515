"""A real server with an open stream: it hears of other processes, and stops when it is asked to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member

from ..factories import enrol_member, publish_preset
from ..plugins.servers import Serve
from ..sign_in import cookie_of

LONG = 60.0


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return enrol_member()


Listen = Callable[[str], HTTPResponse]


@pytest.fixture
def listen(app: Flask, member: Member) -> Iterator[Listen]:
    """`listen(address)` is a stream of the member's there, which has begun."""
    with ExitStack() as open_ones:

        def begin(address: str) -> HTTPResponse:
            connection = HTTPConnection(urlsplit(address).netloc, timeout=LONG)
            open_ones.callback(connection.close)
            cookie = f"session={cookie_of(app, member)}"
            connection.request("GET", "/live", headers={"Cookie": cookie})
            stream = open_ones.enter_context(connection.getresponse())
            assert stream.status == 200
            assert next_event(stream).startswith("retry:")
            return stream

        yield begin


def next_event(stream: HTTPResponse) -> str:
    """Its lines, without signs of life; nothing when the stream has ended."""
    lines: list[str] = []
    while (line := stream.readline().decode()) and not (line == "\n" and lines):
        lines += [] if line in ("\n", ":\n") else [line]
    return "".join(lines)


def test_two_processes_tell_what_a_third_one_recorded(
    member: Member, serve: Serve, listen: Listen
) -> None:
    address, _ = serve(2)
    streams = [listen(address) for _ in range(4)]
    sale = Activity(member.id, Kind.PURCHASE, "till", "r1", amount=500)
    in_transaction(lambda: engine.record(sale))
    for stream in streams:
        assert next_event(stream) == "event: receipt\nid: 1\ndata: 1\n"


def test_a_server_that_stops_ends_its_streams_first(
    serve: Serve, listen: Listen, tmp_path: Path
) -> None:
    address, server = serve(1)
    stream = listen(address)
    server.terminate()
    assert next_event(stream) == ""
    assert server.wait(LONG) == 0
    assert "graceful timeout" not in (tmp_path / "server.log").read_text()
