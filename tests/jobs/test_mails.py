"""Mails go out at least once, with one id each; one that fails waits and keeps nobody else."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import jobs
from loyalty_app.extensions import db, in_transaction
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.outreach.sending import MOST_ATTEMPTS, message_id, take_due, wait_after
from loyalty_app.standing.operations import enrol

from ..factories import publish_preset

Clock = time_machine.Traveller
NOON = datetime(2027, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def noon(app: Flask) -> Iterator[Clock]:
    with time_machine.travel(NOON, tick=False) as clock:
        publish_preset("cafe")
        yield clock


def write(address: str | None = "anna@example.org") -> str:
    def verb() -> str:
        member = enrol("Anna", email=address, language="en")
        mail = OutboxMail(
            id=uuid.uuid4().hex,
            member_id=member.id,
            message="sign-in",
            facts={"link": "http://localhost/in/abc", "code": "123456"},
        )
        db.session.add(mail)
        return mail.id

    return in_transaction(verb)


def row(id_: str) -> OutboxMail:
    db.session.rollback()
    return db.session.scalars(
        select(OutboxMail).where(OutboxMail.id == id_).execution_options(populate_existing=True)
    ).one()


@pytest.fixture
def sent(app: Flask) -> list[Any]:
    mailman = app.extensions["mailman"]
    mailman.outbox = []
    return mailman.outbox  # type: ignore[no-any-return]


def test_a_mail_is_sent_once_with_an_id_that_stays(noon: Clock, sent: list[Any]) -> None:
    id_ = write()
    assert jobs.post_mails() == jobs.Posted(sent=1)
    assert jobs.post_mails() == jobs.Posted()
    (mail,) = sent
    assert mail.to == ["anna@example.org"]
    assert mail.message()["Message-ID"] == message_id(id_) == f"<{id_}@localhost>"
    assert "http://localhost/in/abc" in mail.body
    assert (row(id_).sent_at, row(id_).due_at) == (NOON, None)


def test_a_mail_that_fails_waits_longer_each_time(
    noon: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(id_: str, letter: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(jobs, "send", unreachable)
    id_ = write()
    assert jobs.post_mails() == jobs.Posted(failed=1)
    assert jobs.post_mails() == jobs.Posted()  # not yet
    assert row(id_).due_at == NOON + timedelta(minutes=1)
    noon.shift(timedelta(minutes=1))
    assert jobs.post_mails() == jobs.Posted(failed=1)
    assert row(id_).due_at == NOON + timedelta(minutes=3)
    assert wait_after(11) == timedelta(hours=6)


def test_a_mail_is_given_up_after_a_day_or_two(
    noon: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "send", lambda *_: 1 / 0)
    id_ = write()
    for _attempt in range(MOST_ATTEMPTS):
        jobs.post_mails()
        noon.shift(timedelta(hours=7))
    assert (row(id_).attempts, row(id_).due_at, row(id_).sent_at) == (MOST_ATTEMPTS, None, None)


def test_one_bad_mail_keeps_no_other(noon: Clock, sent: list[Any]) -> None:
    bad, _good = write(), write("bruno@example.org")

    def spoil() -> None:
        db.session.get_one(OutboxMail, bad).message = "no-such-message"

    in_transaction(spoil)
    assert jobs.post_mails() == jobs.Posted(sent=1, failed=1)
    assert [mail.to for mail in sent] == [["bruno@example.org"]]


def test_who_has_no_address_any_more_gets_nothing(noon: Clock, sent: list[Any]) -> None:
    id_ = write(None)
    assert jobs.post_mails() == jobs.Posted()
    assert (sent, row(id_).due_at) == ([], None)


def test_a_worker_that_died_leaves_its_mail_to_the_next(noon: Clock, sent: list[Any]) -> None:
    write()
    in_transaction(lambda: take_due(NOON))
    assert jobs.post_mails() == jobs.Posted()
    noon.shift(timedelta(minutes=1))
    assert jobs.post_mails() == jobs.Posted(sent=1)


def test_two_workers_send_different_mails(noon: Clock, app: Flask) -> None:
    ids = {write(f"member{number}@example.org") for number in range(30)}
    taken: list[str] = []

    def work() -> None:
        with app.app_context():
            while batch := in_transaction(lambda: take_due(NOON)):
                taken.extend(mail.id for mail, _ in batch)

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(ids)


def test_the_worker_ends_when_it_is_told_to(noon: Clock, sent: list[Any]) -> None:
    write()
    jobs_done: list[int] = []

    class StopsAfterTwo(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout != 60:  # the look for a rehearsal
                return super().wait(timeout)
            jobs_done.append(1)
            if len(jobs_done) == 2:
                self.set()
            return self.is_set()

    stop = StopsAfterTwo()
    jobs.work(stop, seconds=60)
    assert len(sent) == 1
    assert len(jobs_done) == 2
