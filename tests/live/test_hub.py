"""A process hears of what any process records, and holds one connection for all its phones."""

import queue
import threading

import pytest
from flask import Flask
from sqlalchemy import text

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.live import hub as hubs
from loyalty_app.live.hub import Hub, TooManyStreams, hub
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import hashed, sign_in_member, sign_out

from ..factories import enrol_member, publish_preset

LONG = 20.0
"""Seconds after which what should have come will not come."""


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return enrol_member()


class Phone:
    """Reads a stream in a thread of its own, as a server would for it."""

    def __init__(self, member: Member) -> None:
        self.token = in_transaction(lambda: sign_in_member(member))
        self.stream = hub().listen(member.id, hashed(self.token))
        self.stream.begin(None, 0)
        self.told: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        assert self.hears().startswith("retry:")

    def _read(self) -> None:
        for event in self.stream:
            self.told.put(event)

    def hears(self) -> str:
        while (event := self.told.get(timeout=LONG)) == ":\n\n":
            pass
        return event


@pytest.fixture
def phone(member: Member) -> Phone:
    return Phone(member)


def buy(member: Member, reference: str) -> None:
    activity = Activity(member.id, Kind.PURCHASE, "till", reference, amount=500)
    in_transaction(lambda: engine.record(activity))


def test_a_phone_hears_of_every_purchase_of_its_member(member: Member, phone: Phone) -> None:
    buy(member, "r1")
    assert phone.hears() == "event: receipt\nid: 1\ndata: 1\n\n"
    buy(member, "r2")
    assert phone.hears() == "event: receipt\nid: 2\ndata: 2\n\n"


def test_what_was_rolled_back_is_not_told(member: Member, phone: Phone) -> None:
    def fail() -> None:
        engine.record(Activity(member.id, Kind.PURCHASE, "till", "r1", amount=500))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_transaction(fail)
    buy(member, "r2")
    assert "id: 1\n" in phone.hears()


def test_nobody_hears_of_anybody_else(member: Member, phone: Phone) -> None:
    friend = enrol_member("Friend")
    friends_phone = Phone(friend)
    buy(friend, "r1")
    assert "id: 1\n" in friends_phone.hears()
    buy(member, "r2")
    assert "id: 1\n" in phone.hears()
    assert phone.told.empty()


def test_a_hundred_phones_hold_no_connection_of_the_pool(member: Member) -> None:
    phones = [Phone(enrol_member()) for _ in range(100)]
    db.session.rollback()
    buy(member, "r1")
    db.session.rollback()
    assert len(hub()) == len(phones)
    hub().sweep()
    assert db.engine.pool.checkedout() <= 1  # type: ignore[attr-defined]  # the watch's, a moment


def test_whoever_signs_out_elsewhere_hears_no_more(member: Member, phone: Phone) -> None:
    other = Phone(member)
    in_transaction(lambda: sign_out(phone.token))
    hub().sweep()
    phone.reader.join(LONG)
    assert not phone.reader.is_alive()
    assert other.reader.is_alive()


def test_a_sweep_tells_what_no_message_told(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hub, "_watch", lambda self: None)
    phone = Phone(member)
    buy(member, "r1")
    db.session.rollback()
    hub().sweep()
    assert "id: 1\n" in phone.hears()


def test_a_lost_connection_is_found_again_and_nothing_is_missed(
    member: Member, phone: Phone, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database == "sqlite":
        pytest.skip("a file does not hang up")
    monkeypatch.setattr(hubs, "PAUSE", 0.01)
    buy(member, "r1")
    phone.hears()
    own = "SELECT pg_backend_pid()"
    others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> ({own})"
    db.session.execute(text(f"{others} AND datname = current_database()"))
    buy(member, "r2")
    assert "id: 2\n" in phone.hears()


def test_a_phone_that_was_lost_again_and_again_leaves_no_heap(member: Member) -> None:
    streams = [hub().listen(member.id, "phone") for _ in range(hubs.MOST_EACH + 2)]
    assert [stream.is_over for stream in streams] == [True] * 2 + [False] * hubs.MOST_EACH


def test_pages_are_still_answered_when_all_listen(
    member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hubs, "MOST", 1)
    hub().listen(member.id, "phone")
    with pytest.raises(TooManyStreams):
        hub().listen(member.id, "another")


def test_a_process_that_stops_ends_its_streams_and_takes_no_more(
    member: Member, phone: Phone
) -> None:
    hub().close()
    phone.reader.join(LONG)
    assert not phone.reader.is_alive()
    with pytest.raises(TooManyStreams):
        hub().listen(member.id, "phone")


def test_watching_ends_with_the_last_phone_and_begins_with_the_next(
    member: Member, phone: Phone
) -> None:
    phone.stream.end()
    hub().leave(phone.stream)
    for thread in threading.enumerate():
        if thread.name == "live":
            thread.join(LONG)
    again = Phone(member)
    buy(member, "r1")
    assert "id: 1\n" in again.hears()
