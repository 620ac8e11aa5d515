"""A rehearsal that was asked for is done by one worker, and by the next one when it dies."""

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine, jobs
from loyalty_app.activities import history
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.rehearsal.comparison import from_json
from loyalty_app.rehearsal.models import RehearsalRow, State
from loyalty_app.rehearsal.operations import (
    MOST_ATTEMPTS,
    SILENCE,
    ask,
    fail,
    finish,
    get_on,
    take,
)
from loyalty_app.rehearsal.queries import latest

from ..factories import enrol_member, preset_source, publish_preset

SHOP = preset_source("shop")
DRAFT = SHOP.replace("every: 1.00", "every: 2.00")
NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
Clock = time_machine.Traveller


@pytest.fixture
def noon(app: Flask) -> Iterator[Clock]:
    with time_machine.travel(NOON, tick=False) as clock:
        publish_preset("shop")
        member = enrol_member().id
        for number in range(3):
            bought = Activity(
                member, Kind.PURCHASE, "t", f"t{number}", date(2026, 3, 2), amount=1000
            )
            in_transaction(lambda bought=bought: engine.record(bought))  # type: ignore[misc]
        yield clock


def request(source: str = DRAFT, since: date | None = None) -> None:
    sha256 = hashlib.sha256(source.encode()).hexdigest()
    in_transaction(lambda: ask(sha256, source, since, "Ada"))


def row() -> RehearsalRow:
    db.session.rollback()
    found = latest()
    assert found
    return found


def test_what_was_asked_for_is_done_and_kept(noon: Clock) -> None:
    request(since=date(2026, 3, 1))
    assert row().state is State.QUEUED
    assert jobs.rehearse()
    done = row()
    assert (done.state, done.progress, done.total) == (State.DONE, 3, 3)
    assert (done.finished_at, done.error) == (NOON, "")
    found = from_json(done.result or {})
    assert (found.now.points, found.draft.points, found.since) == (30, 15, date(2026, 3, 1))
    db.session.rollback()
    assert not jobs.rehearse()


def test_nothing_waits_where_nobody_asked(noon: Clock) -> None:
    assert not jobs.rehearse()


def test_whoever_asks_again_takes_the_place_of_the_first(noon: Clock) -> None:
    request()
    first = in_transaction(lambda: take(NOON))
    request(SHOP)
    assert first
    assert not in_transaction(lambda: get_on(first, 1, 3, NOON))
    assert not in_transaction(lambda: finish(first, {}, NOON))
    assert row().state is State.QUEUED
    assert db.session.query(RehearsalRow).count() == 1


def test_of_two_workers_one_takes_it(noon: Clock, app: Flask) -> None:
    request()
    taken: list[Any] = []
    together = threading.Barrier(4)

    def work() -> None:
        with app.app_context():
            together.wait()
            taken.append(in_transaction(lambda: take(NOON)))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len([attempt for attempt in taken if attempt]) == 1


def test_a_killed_workers_rehearsal_is_begun_again_and_its_own_answer_is_too_late(
    noon: Clock,
) -> None:
    request()
    killed = in_transaction(lambda: take(NOON))
    assert killed
    noon.shift(SILENCE - timedelta(seconds=1))
    assert not jobs.rehearse()
    noon.shift(timedelta(seconds=2))
    assert jobs.rehearse()
    assert row().attempt == 2
    assert not in_transaction(lambda: fail(killed, "fault", NOON))
    assert row().state is State.DONE


def test_a_sign_of_life_keeps_others_away(noon: Clock) -> None:
    request()
    slow = in_transaction(lambda: take(NOON))
    assert slow
    noon.shift(SILENCE)
    later = NOON + SILENCE
    assert in_transaction(lambda: get_on(slow, 1, 3, later))
    noon.shift(SILENCE)
    assert not jobs.rehearse()


def test_one_that_ends_every_worker_is_given_up(noon: Clock) -> None:
    request()
    for _ in range(MOST_ATTEMPTS):
        assert in_transaction(lambda: take(NOON if row().attempt == 0 else NOON + 3 * SILENCE))
        in_transaction(lambda: db.session.query(RehearsalRow).update({"seen_at": NOON - SILENCE}))
    noon.shift(3 * SILENCE)
    assert jobs.rehearse()
    assert (row().state, row().error) == (State.FAILED, "fault")


def test_a_draft_that_may_not_come_into_force_is_told_so(noon: Clock) -> None:
    request(SHOP.replace("stamps: 8", "stamps: 9"))
    assert jobs.rehearse()
    assert (row().state, row().error) == (State.FAILED, "invalid_programme")


def test_what_breaks_is_told_and_ends_no_worker(
    noon: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "Run", broken)
    request()
    assert jobs.rehearse()
    assert (row().state, row().error) == (State.FAILED, "fault")


def test_a_worker_that_is_told_to_end_leaves_it_to_the_next(
    noon: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE", 1)
    request()
    stop = threading.Event()
    stop.set()
    assert jobs.rehearse(stop)
    assert (row().state, row().attempt, row().result) == (State.QUEUED, 0, None)
    assert jobs.rehearse()
    assert row().state is State.DONE


def test_a_worker_at_rest_looks_for_rehearsals(
    noon: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LOOK_EVERY", 0.01)
    stop = threading.Event()

    def rests(*_: object) -> bool:
        request()
        while row().state is not State.DONE:
            pass
        stop.set()
        return True

    class Resting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return rests() if timeout == 600 else stop.wait(timeout)

        def is_set(self) -> bool:
            return stop.is_set()

    jobs.work(Resting(), seconds=600)
    assert row().state is State.DONE
