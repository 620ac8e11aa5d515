"""join_challenge, pursue_challenges and reopen_challenges: who takes part, what counts, what is
won, and what goes with its cause.

Nothing but a reversal takes progress away.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from ..activities.chain import lot_to_json
from ..activities.facts import Fact, Outcome, OutcomeKind, Part, Tally
from ..activities.values import Activity, Kind, Past
from ..errors import LoyaltyError, NotFound
from ..programme.calendar import bucket_of
from ..programme.document import Programme
from ..programme.sections.challenges import Challenge
from ..standing.conditions import holds
from ..standing.holdings import Won
from ..standing.points import EARNED, born, give, monthly, take_back
from ..standing.prizes import terms_to_json
from ..standing.reversal import kept, nets
from ..standing.values import KEEP_DAYS, Standing
from ..standing.vouchers import promised
from .measures import counted, is_settled, so_far, so_far_now, tallies, terms_of, wins


class UnknownChallenge(NotFound):
    words = _l("There is nothing to join in here any more. Look at what runs now.")
    code = "unknown_challenge"


class ChallengeOver(LoyaltyError):
    words = _l("This challenge is over. Look at what runs now.")
    code = "challenge_over"


class GoalNotReached(LoyaltyError):
    words = _l("All together are not there yet. What everybody adds counts on.")
    code = "goal_not_reached"


class TakesPart(LoyaltyError):
    words = _l("You take part already: everything counts since then.")
    code = "takes_part"


def has_begun(challenge: Challenge, standing: Standing) -> bool:
    """The one it comes after has been won, if there is one."""
    return challenge.after is None or standing.count(wins(challenge.after)) > 0


def takes_part(challenge: Challenge, standing: Standing, day: date) -> bool:
    """Whether what happens on a local day counts for them: everybody, or who has joined in."""
    return not challenge.opt_in or standing.joined.get(challenge.id, date.max) <= day


def join_challenge(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Raises UnknownChallenge, ChallengeOver, TakesPart."""
    if activity.kind is not Kind.TAKE_PART:
        return
    challenge = programme.challenge(activity.challenge)
    if challenge is None or not challenge.opt_in:
        raise UnknownChallenge
    if challenge.when.last_day and challenge.when.last_day < activity.day:
        raise ChallengeOver
    if challenge.id in standing.joined:
        raise TakesPart
    why = {"day": activity.day.isoformat()}
    yield Outcome(OutcomeKind.CHALLENGE_JOINED, challenge.id, why=why)


def pursue_challenges(
    programme: Programme, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    """What has left the standing already cannot be counted again."""
    if activity.kind is Kind.GOAL:
        yield from _reach_together(programme, standing, activity)
    if (standing.clock - activity.day).days > KEEP_DAYS:
        return
    begun = [challenge for challenge in programme.challenges if has_begun(challenge, standing)]
    for challenge in begun:
        if takes_part(challenge, standing, activity.day) and holds(
            challenge.when, programme, standing, activity
        ):
            yield from _pursue(programme, standing, activity, challenge)


def _reach_together(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """That all have reached it was looked up before; a member wins who has added to it."""
    challenge, period = programme.challenge(activity.challenge), activity.period
    if challenge is None or not challenge.together or standing.count(wins(challenge.id), period):
        return
    if so_far(standing, challenge.id, terms_of(challenge, programme), period):
        yield from _win(programme, standing, activity, challenge, period)


def _pursue(
    programme: Programme, standing: Standing, activity: Activity, challenge: Challenge
) -> Iterator[Fact]:
    terms, period = terms_of(challenge, programme), bucket_of(activity.day, challenge.per)
    counts = list(tallies(challenge, activity))
    before = so_far_now(standing, challenge.id, terms, standing.clock) if counts else 0
    yield from counts
    if standing.count(wins(challenge.id), period):
        return
    if not challenge.together and so_far(standing, challenge.id, terms, period) >= terms.target:
        yield from _win(programme, standing, activity, challenge, period)
        return
    if counts and (now := so_far_now(standing, challenge.id, terms, standing.clock)) > before:
        why = _progress(challenge, now)
        yield Outcome(OutcomeKind.CHALLENGE_ADVANCED, challenge.id, count=now - before, why=why)


def _progress(challenge: Challenge, now: int) -> dict[str, Any]:
    why = {"so_far": now, "target": challenge.target, "counted": challenge.count.value}
    return {**why, "together": True} if challenge.together else why


def _win(
    programme: Programme,
    standing: Standing,
    activity: Activity,
    challenge: Challenge,
    period: str,
) -> Iterator[Fact]:
    lot = born(programme.points, activity.day)
    why: dict[str, Any] = {
        "period": period,
        "terms": terms_to_json(terms_of(challenge, programme)),
        "day": activity.day.isoformat(),
    }
    if challenge.points:
        why |= {"points": challenge.points, "lot": lot_to_json(lot)}
    if challenge.badge:
        why["badge"] = challenge.badge
    prize = programme.reward(challenge.prize or "")
    voucher = f"{activity.id}-{challenge.id}.won" if prize else ""
    yield Tally(wins(challenge.id), period, 1, share=None)
    yield Outcome(
        OutcomeKind.CHALLENGE_WON, challenge.id, count=challenge.target, voucher=voucher, why=why
    )
    if challenge.points:
        form = {"form": "challenge"}
        yield from give(standing, lot, challenge.points, challenge.id, form, share=None)
        yield monthly(EARNED, activity.day, challenge.points, share=None)
    if prize:
        why = {**promised(prize, standing.clock), "challenge": challenge.id}
        yield Outcome(OutcomeKind.VOUCHER_ISSUED, prize.id, voucher=voucher, why=why)


def reopen_challenges(
    programme: Programme, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    """After a reversal: what went of the progress; then every win, newest first."""
    if activity.kind not in (Kind.REFUND, Kind.UNDO) or activity.reverses is None:
        return
    yield from _set_back(programme, standing, activity, activity.reverses)
    for win in reversed(standing.won):
        met = so_far(standing, win.challenge, win.terms, win.period) >= win.terms.target
        if not met and not is_settled(standing, win.day, win.terms):
            yield from _lose(standing, win)


def _set_back(
    programme: Programme, standing: Standing, activity: Activity, past: Past
) -> Iterator[Fact]:
    """Those that run, are not won yet, and that the returned activity had counted for."""
    for challenge in programme.challenges:
        period = bucket_of(standing.clock, challenge.per)
        of_now = bucket_of(past.activity.day, challenge.per) == period
        open_now = of_now and not standing.count(wins(challenge.id), period)
        if open_now and _lost_something(challenge, standing, activity, past):
            now = so_far_now(standing, challenge.id, terms_of(challenge, programme), standing.clock)
            yield Outcome(
                OutcomeKind.CHALLENGE_SET_BACK, challenge.id, why=_progress(challenge, now)
            )


def _lost_something(
    challenge: Challenge, standing: Standing, activity: Activity, past: Past
) -> bool:
    """A shop or a day that another purchase counts for as well is not lost."""
    before, after = nets(activity, past)
    period = bucket_of(past.activity.day, challenge.per)
    return any(
        isinstance(fact, Tally)
        and fact.subject == counted(challenge.id, together=bool(challenge.together))
        and fact.share is not None
        and kept(fact.n, fact.share, before) > kept(fact.n, fact.share, after)
        and (not standing.count(fact.subject, fact.bucket) or fact.bucket == period)
        for fact in past.facts
    )


def _lose(standing: Standing, win: Won) -> Iterator[Fact]:
    """All that it gave goes with it; once its prize is used, it stays and is not won again."""
    if win.used:
        if not win.kept:
            yield Outcome(OutcomeKind.CHALLENGE_KEPT, win.challenge, voucher=win.voucher)
        return
    yield Tally(wins(win.challenge), win.period, -1, share=None)
    now = so_far(standing, win.challenge, win.terms, win.period)
    why = {"so_far": now, "target": win.terms.target, "counted": win.terms.counted}
    yield Outcome(
        OutcomeKind.CHALLENGE_REOPENED,
        win.challenge,
        voucher=win.voucher,
        why={**why, "period": win.period, **({"together": True} if win.terms.together else {})},
    )
    if win.points and win.lot:
        gave = Outcome(OutcomeKind.POINTS_EARNED, win.challenge, parts=(Part(win.lot, win.points),))
        yield from take_back(standing, gave, win.points, {"form": "challenge"})
        yield monthly(EARNED, win.day, -win.points, share=None)
    if prize := standing.vouchers.get(win.voucher):
        yield Outcome(OutcomeKind.VOUCHER_CANCELLED, prize.reward, voucher=win.voucher)
