"""What an invitation yields, in the friend's chain and in the inviter's."""

from collections.abc import Iterator
from datetime import timedelta

from ..activities.facts import Fact, Outcome, OutcomeKind, Share
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.invitations import Invitations, Qualifying
from ..standing.holdings import Invited
from ..standing.points import born, give
from ..standing.reversal import nets
from ..standing.values import Standing
from ..standing.visits import VISITS
from ..standing.vouchers import asked_for, promised

_SIDES = {Kind.REFERRAL: "inviter", Kind.WELCOME: "friend"}
SECOND = 2


def be_invited(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Whoever joins by an invitation keeps what it promises."""
    if activity.kind is Kind.INVITED and programme.invitations and not standing.invited:
        yield _said(OutcomeKind.INVITED, _promise(programme.invitations, activity))


def meet_invitation(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Once, in the activity that does what the invitation asks; after the visit is counted."""
    invited = standing.invited
    if invited and not invited.met_by and _is_what_it_asks(invited, standing, activity):
        met = invited._replace(met_by=activity.id, met_on=activity.day)
        yield _said(OutcomeKind.INVITATION_MET, met)


def reopen_invitation(
    programme: Programme, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    """After a reversal: what was met and is not any more can be met again, to its last day."""
    invited = standing.invited
    if (
        invited
        and invited.met_by
        and activity.reverses
        and not _still_is(invited, standing, activity)
    ):
        again = invited._replace(met_by="", met_on=None)
        why = {"invited": again.to_json(), "met_by": invited.met_by}
        yield Outcome(OutcomeKind.INVITATION_REOPENED, why=why)


def thank(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """What the activity says is given: points, a voucher, or both. None of it is earned."""
    if (side := _SIDES.get(activity.kind)) is None:
        return
    why = {"side": side}
    if activity.points:
        lot, kind = born(programme.points, activity.day), OutcomeKind.POINTS_GIVEN
        yield from give(standing, lot, activity.points, "", why, kind=kind)
    if prize := programme.reward(activity.reward):
        voucher = asked_for(activity.id, prize.id)
        why = {**promised(prize, standing.clock), **why}
        share = Share(voucher=voucher)  # once it is used it stays
        yield Outcome(OutcomeKind.VOUCHER_ISSUED, prize.id, voucher=voucher, why=why, share=share)


def _promise(rules: Invitations, activity: Activity) -> Invited:
    return Invited(
        on=rules.on.value,
        least=rules.least or 0,
        last_day=activity.day + timedelta(days=rules.within_days),
        hold_days=rules.hold_days,
        friend_points=rules.friend.points or 0,
        friend_prize=rules.friend.prize or "",
        inviter_points=rules.inviter.points or 0,
        inviter_prize=rules.inviter.prize or "",
    )


def _said(kind: OutcomeKind, invited: Invited) -> Outcome:
    return Outcome(kind, why={"invited": invited.to_json()})


def _is_what_it_asks(invited: Invited, standing: Standing, activity: Activity) -> bool:
    if activity.day > invited.last_day:
        return False
    if invited.on == Qualifying.JOINING:
        return activity.kind is Kind.INVITED
    if invited.on == Qualifying.SECOND_VISIT:
        return activity.kind in (Kind.PURCHASE, Kind.VISIT) and _visits(standing) >= SECOND
    at_the_till = activity.kind is Kind.PURCHASE and activity.channel == "counter"
    return at_the_till and activity.amount >= max(invited.least, 1)


def _still_is(invited: Invited, standing: Standing, activity: Activity) -> bool:
    assert activity.reverses
    if invited.on == Qualifying.SECOND_VISIT:
        return _visits(standing) >= SECOND
    if activity.reverses.activity.id != invited.met_by:
        return True
    _, after = nets(activity, activity.reverses)
    return after.remains and after.left >= invited.least


def _visits(standing: Standing) -> int:
    return sum(standing.counts.get(VISITS, {}).values())
