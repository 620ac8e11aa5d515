"""award_badges: when all that badges are earned by has been counted, won and reached."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity, Kind
from ..errors import LoyaltyError, NotFound, ThanksMissing
from ..programme.document import Programme
from ..programme.sections.badges import Badge
from ..standing.holdings import Worn
from ..standing.values import KEEP_DAYS, Standing
from ..standing.visits import PURCHASES, VISITS

_COUNTED = {"visits": VISITS, "purchases": PURCHASES}


class UnknownBadge(NotFound):
    words = _l("This badge is not given by hand. Choose another one.")
    code = "unknown_badge"


class BadgeWorn(LoyaltyError):
    words = _l("The member has this badge already. Choose another one.")
    code = "badge_worn"


def award_badges(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Raises UnknownBadge, BadgeWorn, ThanksMissing for one that is given by hand."""
    if activity.kind is Kind.CLOSED:
        return
    if activity.kind is Kind.GIFT and activity.badge:
        _refuse_giving(programme, standing, activity)
    if activity.reverses:
        yield from _take_back(programme, standing, activity.reverses.sequence)
    for badge in programme.badges:
        if badge.id not in standing.badges and (way := _way(programme, standing, activity, badge)):
            how, what = way
            why = {
                "way": how,
                "what": what,
                "day": activity.day.isoformat(),
                "sequence": standing.sequence + 1,
            }
            yield Outcome(OutcomeKind.BADGE_EARNED, badge.id, why=why)


def _refuse_giving(programme: Programme, standing: Standing, activity: Activity) -> None:
    badge = programme.badge(activity.badge)
    if badge is None or badge.given_by is None:
        raise UnknownBadge
    if badge.id in standing.badges:
        raise BadgeWorn
    if not activity.reason.strip():
        raise ThanksMissing


def _way(
    programme: Programme, standing: Standing, activity: Activity, badge: Badge
) -> tuple[str, str] | None:
    """By what it is earned now, if it is: the way, and how much or what of it."""
    if won := next((win for win in standing.won if win.badge == badge.id), None):
        return "challenge", won.challenge
    if badge.tier and _is_on(programme, standing, badge.tier):
        return "tier", badge.tier
    if badge.given_by and activity.kind is Kind.GIFT and activity.badge == badge.id:
        return "given", ""
    if badge.years and activity.years >= badge.years:
        return "years", str(badge.years)
    if activity.kind in (Kind.PURCHASE, Kind.VISIT):
        for way, subject in _COUNTED.items():
            target = getattr(badge, way)
            if target and _ever(standing, subject) >= target:
                return way, str(target)
    return None


def _take_back(programme: Programme, standing: Standing, sequence: int) -> Iterator[Fact]:
    """What has lost its reason with the activity of this place in the chain."""
    for badge, worn in sorted(standing.badges.items()):
        if not _still(programme, standing, badge, worn, sequence):
            yield Outcome(OutcomeKind.BADGE_TAKEN_BACK, badge)


def _still(programme: Programme, standing: Standing, badge: str, worn: Worn, sequence: int) -> bool:
    """Under the terms it was earned under. A tier that time took leaves its badge, and so does a
    win that is so old that nothing can take it any more."""
    if worn.way == "challenge":
        settled = (standing.clock - worn.day).days > KEEP_DAYS
        return settled or any(win.badge == badge for win in standing.won)
    if worn.way == "tier":
        return worn.sequence < sequence or _is_on(programme, standing, worn.what)
    if worn.way == "given":
        return worn.sequence != sequence
    if worn.way == "years":
        return True
    return _ever(standing, _COUNTED[worn.way]) >= int(worn.what)


def _is_on(programme: Programme, standing: Standing, tier: str) -> bool:
    """On this tier or a higher one; where the programme has it no more, nobody is to lose by it."""
    tiers = programme.tiers
    if tiers is None or tier not in tiers.ranks:
        return True
    return bool(standing.tier) and tiers.rank(standing.tier) >= tiers.rank(tier)


def _ever(standing: Standing, subject: str) -> int:
    return sum(standing.counts.get(subject, {}).values())
