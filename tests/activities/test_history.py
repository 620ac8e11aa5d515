"""What was recorded is read back as it was said, page by page."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities import history
from loyalty_app.activities.history import Order, pages
from loyalty_app.activities.values import Activity, By, Kind, Line
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.privacy.operations import erase
from loyalty_app.programme.sections.gifts import Occasion
from loyalty_app.programme.versions import current_programme
from loyalty_app.staff.models import Role

from ..factories import enrol_member, hire, publish_preset

LINE = Line(
    500, 2, "A1", "coffee", {"bio": "yes"}, tax=45, discounted=20, delivery=True, position=1
)
FREE = Line(0, 0)
ROME = timezone(timedelta(hours=1))
SAID: tuple[dict[str, object], ...] = (
    {"kind": Kind.VISIT, "said_at": None},
    {"kind": Kind.VISIT, "said_at": date(2026, 3, 2), "shop": "centre"},
    {"kind": Kind.ACTION, "said_at": datetime(2026, 3, 2, 9, 30, 1, 5, ROME), "action": "own-cup"},
    {
        "kind": Kind.PURCHASE,
        "amount": 500,
        "tax": 45,
        "discounted": 20,
        "lines": (LINE, FREE),
        "channel": "web",
    },
    {"kind": Kind.PURCHASE, "amount": 300, "channel": ""},
    {"kind": Kind.CLOCK, "occasion": Occasion.JOINING},
    {"kind": Kind.SURVEY, "survey": "visit"},
    {"kind": Kind.GIFT, "badge": "thank-you", "reason": "For the chairs."},
    {"kind": Kind.ADJUSTMENT, "points": -3, "reason": "A “mistake” of ours.\n"},
    {"kind": Kind.ADJUSTMENT, "stamp_card": "coffee", "stamps": 1, "reason": "From paper."},
    {"kind": Kind.TAKE_PART, "challenge": "quiet-afternoons"},
)


REFERRING = {"member", "source", "reference", "staff_id", "approved_by"} | {
    *("refers_to", "by", "reward", "voucher")
}
"""Said in every test here, or by what refers to something else."""
NOT_SAID = {"id", "happened_at", "day", "hour", "reverses", "budgets", "period", "years"} | {
    "caused_by"
}


@pytest.fixture
def members(app: Flask) -> list[int]:
    """Two, by turns."""
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        publish_preset("cafe")
    return [enrol_member().id, enrol_member().id]


def record(activity: Activity) -> Activity:
    return in_transaction(lambda: engine.record(activity)).activity


def say(member: int, number: int, **said: object) -> Activity:
    return record(Activity(member, source="till", reference=f"{member}-{number}", **said))  # type: ignore[arg-type]


def told(order: Order = Order.CHAINS) -> list[history.Told]:
    return [told for page in pages(now(), order) for told in page]


def test_every_activity_is_read_back_as_it_was_said(members: list[int]) -> None:
    staff = hire(Role.CASHIER).id
    recorded = [say(members[0], number, staff_id=staff, **said) for number, said in enumerate(SAID)]
    sale = recorded[3]
    recorded += [
        say(members[0], 90, kind=Kind.REFUND, refers_to=sale.id, amount=500, lines=(LINE,)),
        say(members[0], 91, kind=Kind.UNDO, refers_to=recorded[0].reference, by=By.MEMBER),
    ]
    zone = current_programme().zone
    for before, after in zip(recorded, told(), strict=True):
        assert after.activity
        assert after.activity.body() == before.body()
        for name in ("id", "source", "reference", "said_at", "lines", "shop", "staff_id", "day"):
            assert getattr(after.activity, name) == getattr(before, name), name
        again = after.activity.placed(zone, after.activity.happened_at or now())
        assert (again.happened_at, again.day, again.hour) == (
            before.happened_at,
            before.day,
            before.hour,
        )


def test_no_field_of_an_activity_is_forgotten_here() -> None:
    """A new one must be read back too: say it in SAID."""
    said = {name for example in SAID for name in example}
    assert set(Activity._fields) == said | REFERRING | NOT_SAID


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_have_everything_once_and_in_order(
    members: list[int], size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False):
        by_turns = [say(member, n, kind=Kind.VISIT).id for n in range(3) for member in members]
    monkeypatch.setattr(history, "PAGE", size)
    assert [one.id for one in told()] == by_turns[::2] + by_turns[1::2]
    assert [one.id for one in told(Order.RECORDED)] == by_turns[::2] + by_turns[1::2]
    with time_machine.travel(datetime(2026, 3, 2, 13, tzinfo=UTC), tick=False):
        later = say(members[0], 9, kind=Kind.VISIT).id
    assert [one.id for one in told(Order.RECORDED)][-1] == later


def test_what_is_recorded_later_is_in_no_page(members: list[int]) -> None:
    say(members[0], 0, kind=Kind.VISIT)
    moment = now()
    say(members[0], 1, kind=Kind.VISIT)
    assert sum(map(len, pages(moment, Order.CHAINS))) == history.recorded_until(moment) == 1


def test_between_two_pages_nobody_is_kept_waiting(members: list[int]) -> None:
    say(members[0], 0, kind=Kind.VISIT)
    for _ in pages(now(), Order.CHAINS):
        assert not db.session().in_transaction()


def test_of_who_was_erased_only_what_followed_is_left(members: list[int]) -> None:
    for member in members:
        say(member, 0, kind=Kind.PURCHASE, amount=500)
    in_transaction(lambda: erase(members[0]))
    assert history.members_without_details() == {members[0]}
    erased = [one for one in told() if one.member == members[0]]
    assert [one.activity for one in erased] == [None, None]
    assert erased[0].facts
