"""The stream of numbers, and the slip that a phone asks for when it hears one."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.activities.values import OWN_PHONE, Activity, Kind
from loyalty_app.engine import record
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import tick
from loyalty_app.live import streams
from loyalty_app.live.hub import hub
from loyalty_app.members.models import Member

from ...factories import enrol_member, publish
from ...sign_in import as_member
from .conftest import Till

HTMX = {"HX-Request": "true"}


def listen(phone: FlaskClient, path: str = "/live", **headers: str) -> TestResponse:
    """A stream, not read yet."""
    return phone.get(path, headers=headers)


def first_numbers(stream: TestResponse, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Of the start, and of what was missed if there is something."""
    monkeypatch.setattr(streams, "BEAT", 0.01)
    told = iter(stream.response)
    said = str(next(told)) + str(next(told))  # or a sign of life
    stream.close()
    return re.findall(r"id: (\d+)", said)


def test_a_stream_says_what_it_is_and_is_kept_by_nobody(phone: FlaskClient) -> None:
    stream = listen(phone)
    assert stream.mimetype == "text/event-stream"
    assert stream.headers["Cache-Control"] == "no-store"
    assert stream.headers["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize(
    ("path", "last", "numbers"),
    [
        ("/live", "", ["3"]),
        ("/live?after=", "", ["3"]),
        ("/live?after=3", "", ["3"]),
        ("/live?after=1", "", ["1", "3"]),
        ("/live?after=1", "2", ["2", "3"]),
        ("/live?after=99", "", ["3"]),
        ("/live?after=nonsense", "nonsense", ["3"]),
    ],
)
def test_it_begins_after_what_the_phone_has_seen(
    phone: FlaskClient,
    member: Member,
    till: Till,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    last: str,
    numbers: list[str],
) -> None:
    for _ in range(3):
        till.sell(member, 100)
    stream = listen(phone, path, **({"Last-Event-ID": last} if last else {}))
    assert first_numbers(stream, monkeypatch) == numbers


def test_open_streams_hold_no_connections_and_closed_ones_nothing(phone: FlaskClient) -> None:
    streams = [listen(phone) for _ in range(5)]
    db.session.rollback()
    assert len(hub()) == 5
    assert db.engine.pool.checkedout() <= 1  # type: ignore[attr-defined]  # the watch's, a moment
    for stream in streams:
        stream.close()
    assert len(hub()) == 0


def test_a_stranger_gets_no_stream(client: FlaskClient, member: Member) -> None:
    assert client.get("/live").location == "/login?next=/live"
    assert len(hub()) == 0


def test_the_slip_shows_what_the_till_recorded_with_its_whys(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 100)
    till.sell(member, 1200)
    slip = phone.get("/live/receipt?after=1", headers=HTMX).text
    assert "Purchase, €12.00" in slip
    assert "€12.00: 1 point for every €1.00" in slip
    assert "€1.00</h2>" not in slip


def test_several_come_as_their_sum(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 100)
    till.sell(member, 1200)
    slip = phone.get("/live/receipt?after=0", headers=HTMX).text
    assert "Since you last looked" in slip
    assert ">+33</span>" in slip


def test_a_full_card_is_celebrated_and_an_undone_one_is_not(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    filled = till.sell(member, 1200, coffees=10)
    assert "data-celebrate" in phone.get("/live/receipt?after=0", headers=HTMX).text
    till.record(member, Kind.UNDO, refers_to=filled.activity.id)
    assert "data-celebrate" not in phone.get("/live/receipt?after=0", headers=HTMX).text


def test_what_all_reached_together_is_celebrated(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    """Though it came with a tick, and nobody was at the counter."""
    publish(
        "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\nchallenges: "
        "[{id: all, name: All, count: visits, target: 2, together: true, points: 7}]"
    )
    till.record(member, Kind.VISIT)
    till.record(enrol_member(), Kind.VISIT)
    tick()
    slip = phone.get("/live/receipt?after=1", headers=HTMX).text
    assert "Challenge won: “All”" in slip
    assert "data-celebrate" in slip


def test_what_members_do_themselves_and_what_time_does_are_no_slips(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 4000)
    claim = Activity(member.id, Kind.CLAIM, OWN_PHONE, "c1", reward="free-coffee")
    in_transaction(lambda: record(claim))
    till.record(member, Kind.CLOCK)
    assert phone.get("/live/receipt?after=1", headers=HTMX).text.strip() == ""


def test_nobody_sees_the_slip_of_anybody_else(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(enrol_member("Friend"), 7700)
    assert phone.get("/live/receipt?after=0", headers=HTMX).text.strip() == ""


def test_an_address_that_only_scripts_ask_leads_others_to_the_card(phone: FlaskClient) -> None:
    assert phone.get("/live/receipt").location == "/card"


def test_whoever_was_signed_out_is_led_to_sign_in(client: FlaskClient, member: Member) -> None:
    answer = client.get("/live/receipt?after=0", headers=HTMX)
    assert answer.headers["HX-Redirect"].startswith("/login")


def test_stamps_land_that_this_phone_has_not_shown_yet(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 100, coffees=2)
    till.sell(member, 100, coffees=3)
    assert phone.get("/card?after=1", headers=HTMX).text.count("landing") == 3
    assert phone.get("/card?after=2", headers=HTMX).text.count("landing") == 0
    assert phone.get("/card", headers=HTMX).text.count("landing") == 0


def test_another_member_on_the_same_phone_hears_their_own(
    phone: FlaskClient, member: Member, till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.sell(member, 100)
    as_member(phone, enrol_member("Friend"))
    assert first_numbers(listen(phone), monkeypatch) == ["0"]
