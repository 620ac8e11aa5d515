"""Bugs that are planted on purpose, each caught by the law that promises it cannot happen.

A bug that makes the engine crash is not caught by a law, and does not count.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from traceback import extract_tb
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from loyalty_app.activities.facts import Fact, OutcomeKind, Tally
from loyalty_app.activities.values import Activity
from loyalty_app.badges import rules as badges
from loyalty_app.challenges import measures
from loyalty_app.challenges import rules as challenges
from loyalty_app.earning import rules as earning
from loyalty_app.engine import deciding
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.programme import calendar
from loyalty_app.programme.document import Programme
from loyalty_app.programme.sections.rewards import Reward
from loyalty_app.rewards import rules as rewards
from loyalty_app.stamps import rules as stamps
from loyalty_app.standing import points, reversal
from loyalty_app.standing.cards import stamps_on
from loyalty_app.standing.values import Standing
from loyalty_app.tiers import rules as tiers

from . import plain
from .machines import TO_CATCH, PlainShop
from .plain import LAWS, Law

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]
Step = Callable[[Programme, Standing, Activity], Iterator[Fact]]


def without(step: Step, patch: Patch) -> None:
    patch.setattr(deciding, "STEPS", tuple(one for one in deciding.STEPS if one is not step))


def a_step_of_points_is_rounded_up(patch: Patch) -> None:
    patch.setattr(earning, "_steps", lambda worth, per: -(-worth // per.every))


def a_part_that_is_returned_takes_nothing(patch: Patch) -> None:
    exactly = reversal.kept
    patch.setattr(
        reversal, "kept", lambda n, share, net: n if net.remains else exactly(n, share, net)
    )


def what_is_spent_is_not_taken(patch: Patch) -> None:
    patch.setattr(rewards, "spend", lambda standing, points: ())


def a_cancelled_claim_gives_nothing_back(patch: Patch) -> None:
    patch.setattr(reversal, "give_back", lambda *spent, by_shop: iter(()))


def points_that_come_pay_no_debt(patch: Patch) -> None:
    patch.setattr(points, "pay_debt", lambda standing, day: iter(()))


def a_full_card_stays_full(patch: Patch) -> None:
    without(stamps.reopen_cards, patch)


def what_is_too_much_for_a_card_is_lost(patch: Patch) -> None:
    """Filling a card uses up all that lies on it."""
    exactly = stamps.fill

    def fill(programme: Programme, standing: Standing, *rest: Any) -> Iterator[Fact]:  # noqa: ANN401
        for fact in exactly(programme, standing, *rest):
            if isinstance(fact, Tally) and fact.subject.startswith("filled:"):
                on_card = stamps_on(standing, fact.subject.removeprefix("filled:"))
                fact = fact._replace(n=on_card)
            yield fact

    patch.setattr(stamps, "fill", fill)


def a_lost_win_stays(patch: Patch) -> None:
    without(challenges.reopen_challenges, patch)


def a_lost_win_leaves_its_prize(patch: Patch) -> None:
    exactly = challenges._lose

    def lose(*values: Any) -> Iterator[Fact]:  # noqa: ANN401
        facts = exactly(*values)
        return (f for f in facts if getattr(f, "kind", None) != OutcomeKind.VOUCHER_CANCELLED)

    patch.setattr(challenges, "_lose", lose)


def a_week_ends_with_its_year(patch: Patch) -> None:
    exactly = calendar.bucket_of

    def bucket_of(day: date, per: str) -> str:
        bucket = exactly(day, per)
        return f"{day.year:04d}{bucket[4:]}" if per == "week" else bucket

    patch.setattr(measures, "bucket_of", bucket_of)
    patch.setattr(challenges, "bucket_of", bucket_of)


def a_challenge_is_won_with_every_visit(patch: Patch) -> None:
    """Nobody finds where it was written down that it was won."""
    numbers = count()
    patch.setattr(challenges, "wins", lambda challenge_id: f"won:{next(numbers)}")


def a_badge_is_never_taken_off(patch: Patch) -> None:
    patch.setattr(badges, "_take_back", lambda programme, standing, sequence: iter(()))


def a_tier_is_never_taken_back(patch: Patch) -> None:
    patch.setattr(tiers, "_take_back", lambda standing, sequence: iter(()))


def a_voucher_lives_a_day_longer(patch: Patch) -> None:
    exactly = Reward.good_until
    patch.setattr(Reward, "good_until", lambda self, day: exactly(self, day) + timedelta(days=1))


def the_last_one_is_sold_again(patch: Patch) -> None:
    patch.setattr(Rehearsal, "_refuse_sold_out", lambda self, reward: None)


def a_limit_is_forgotten(patch: Patch) -> None:
    patch.setattr(rewards, "_refuse_beyond_limit", lambda reward, standing, day: None)


def what_is_told_twice_counts_twice(patch: Patch) -> None:
    exactly = Rehearsal.record

    def record(self: Rehearsal, activity: Activity) -> object:
        done = exactly(self, activity)
        if done.repeated:
            return exactly(self, activity._replace(reference=f"{activity.reference} again"))
        return done

    patch.setattr(Rehearsal, "record", record)


CAUGHT_BY: dict[Plant, Law] = {
    a_step_of_points_is_rounded_up: plain.points_are_conserved,
    a_part_that_is_returned_takes_nothing: plain.points_are_conserved,
    what_is_spent_is_not_taken: plain.points_are_conserved,
    a_cancelled_claim_gives_nothing_back: plain.points_are_conserved,
    what_is_told_twice_counts_twice: plain.points_are_conserved,
    points_that_come_pay_no_debt: plain.nobody_has_points_and_debts,
    what_is_too_much_for_a_card_is_lost: plain.stamps_are_conserved,
    a_full_card_stays_full: plain.a_full_card_has_its_stamps,
    a_lost_win_stays: plain.a_challenge_is_won_exactly_when_it_is_met,
    a_week_ends_with_its_year: plain.a_challenge_is_won_exactly_when_it_is_met,
    a_challenge_is_won_with_every_visit: plain.each_thing_is_won_once_in_a_period,
    a_lost_win_leaves_its_prize: plain.no_prize_without_its_cause,
    a_badge_is_never_taken_off: plain.a_badge_has_its_cause,
    a_tier_is_never_taken_back: plain.a_tier_is_what_the_chain_says,
    a_voucher_lives_a_day_longer: plain.a_voucher_is_good_to_its_last_day,
    the_last_one_is_sold_again: plain.no_more_is_sold_than_there_is,
    a_limit_is_forgotten: plain.a_limit_of_a_week_is_kept,
}


@pytest.mark.parametrize("plant", CAUGHT_BY, ids=[plant.__name__ for plant in CAUGHT_BY])
def test_it_is_caught_by_its_law(monkeypatch: Patch, plant: Plant) -> None:
    """By that law alone: no other one is looked at."""
    law = CAUGHT_BY[plant]
    plant(monkeypatch)
    machine = type("OneLaw", (PlainShop,), {"laws": (law,)})
    with pytest.raises(AssertionError) as caught:
        run_state_machine_as_test(machine, settings=TO_CATCH)
    assert law.__name__ in {frame.name for frame in extract_tb(caught.value.__traceback__)}


def test_every_law_catches_something() -> None:
    assert set(CAUGHT_BY.values()) == set(LAWS)
    assert len(CAUGHT_BY) >= 12
