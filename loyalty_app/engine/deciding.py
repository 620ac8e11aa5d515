"""decide: three values in, facts out. No database, no Flask, no clock."""

from collections.abc import Callable, Iterable

from ..activities.facts import Fact
from ..activities.values import Activity
from ..badges.rules import award_badges
from ..challenges.rules import join_challenge, pursue_challenges, reopen_challenges
from ..earning.rules import earn_points
from ..errors import AccountClosed
from ..gifts.rules import give_gifts
from ..invitations.rules import be_invited, meet_invitation, reopen_invitation, thank
from ..programme.document import Programme
from ..rewards.paying import pay_with_points
from ..rewards.rules import claim_automatically, claim_reward, use_voucher
from ..stamps.paper import move_from_paper
from ..stamps.rules import collect_stamps, reopen_cards
from ..standing.checks import refuse_nonsense
from ..standing.corrections import adjust_points, close_account
from ..standing.extension import extend_points
from ..standing.reversal import reverse
from ..standing.time import pass_time
from ..standing.values import Standing
from ..standing.visits import count_visit
from ..surveys.rules import thank_for_answer
from ..tiers.rules import reach_tier

Step = Callable[[Programme, Standing, Activity], Iterable[Fact]]

STEPS: tuple[Step, ...] = (
    extend_points,  # what was there before; what is earned now is born with its own terms
    pay_with_points,  # with what was there before: a purchase does not pay for itself
    earn_points,  # before the visit is counted: "first purchase" looks at what was before
    collect_stamps,
    move_from_paper,
    join_challenge,
    pursue_challenges,  # its "first purchase" looks at what was before as well
    count_visit,
    be_invited,
    meet_invitation,  # a second visit is counted by now
    thank,
    give_gifts,
    thank_for_answer,
    claim_reward,
    use_voucher,
    adjust_points,
    claim_automatically,  # after everything that brings points
    reverse,  # takes back facts …
    reopen_cards,  # … and then what they had won is looked at again
    reopen_challenges,
    reopen_invitation,
    reach_tier,  # when everything that tiers measure is counted
    award_badges,  # for what was counted, won and reached
    close_account,
)
"""What follows from an activity, in this order; a step sees what the ones above it yielded."""


def decide(programme: Programme, standing: Standing, activity: Activity) -> list[Fact]:
    """All that follows from an activity; the standing takes each fact as it comes.

    First time passes to the activity's local day, then every step speaks. Raises LoyaltyError when
    the activity is refused; the standing is then to be thrown away.
    """
    if standing.closed:
        raise AccountClosed
    refuse_nonsense(programme, activity)
    time_moves = activity.day > standing.clock
    facts = _taken(standing, pass_time(programme, standing, activity))
    standing.pass_to(activity.day)
    for step in STEPS:
        facts += _taken(standing, step(programme, standing, activity))
    if time_moves:
        standing.forget()
    return facts


def _taken(standing: Standing, facts: Iterable[Fact]) -> list[Fact]:
    taken = []
    for fact in facts:
        standing.take(fact)
        taken.append(fact)
    return taken
