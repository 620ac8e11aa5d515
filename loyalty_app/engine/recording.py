"""record: one activity in one transaction, one writer per member, once per reference."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..activities.chain import canonical
from ..activities.facts import Fact
from ..activities.queries import Seen, facts_of, past_of, seen_and_versions
from ..activities.values import EARNING, Activity, Kind
from ..clock import now
from ..errors import InFuture, ReferenceTaken
from ..programme.document import Programme
from ..programme.versions import Published, in_force
from ..standing.operations import hold
from ..standing.values import Standing
from .deciding import decide
from .keeping import keep
from .supplies import hold_budgets, take_gift, take_stock

CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead a till's clock may be."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An activity with its outcomes and the standing after it; `repeated`: it was known before."""

    activity: Activity
    facts: tuple[Fact, ...]
    standing: Standing
    programme: Programme
    repeated: bool = False


def record(activity: Activity) -> Recorded:
    """Record what follows from an activity. The caller's transaction commits or loses it whole.

    A repeat (same source, reference and body) answers with the first one and changes nothing.
    Raises ReferenceTaken for another body under that reference, and every refusal of `decide`.
    """
    standing = hold(activity.member)
    moment = now()
    seen, versions = seen_and_versions(activity.source, activity.reference, moment)
    if seen:
        return _repeat(seen, activity, standing, versions)
    placed, version = place(activity, versions, moment)
    with_facts = _with_facts(placed, version.programme)
    facts = decide(version.programme, standing, with_facts)
    keep(with_facts, facts, standing, version.number, moment)
    return Recorded(with_facts, tuple(facts), standing, version.programme)


def place(
    activity: Activity, versions: list[Published], moment: datetime
) -> tuple[Activity, Published]:
    """The activity with its local day, and the version that was in force. Raises InFuture.

    A bare date may be today, though its noon has not come; the clock alone may be put ahead.
    """
    zone = versions[-1].programme.zone
    placed = activity.placed(zone, moment)
    assert placed.happened_at is not None
    latest = moment + CLOCK_SKEW
    ahead = placed.hour or placed.day > latest.astimezone(zone).date()
    if placed.happened_at > latest and ahead and activity.kind is not Kind.CLOCK:
        raise InFuture
    version = in_force(versions, placed.happened_at)
    return activity.placed(version.programme.zone, moment), version


def _with_facts(activity: Activity, programme: Programme) -> Activity:
    """Take from outside what deciding needs: the sale to reverse, stock, budgets, a gift."""
    if activity.refers_to:
        activity = replace(activity, reverses=past_of(activity))
    if activity.kind is Kind.CLAIM:
        take_stock(programme, activity)
    if activity.kind is Kind.GIFT:
        take_gift(programme, activity)
    if programme.budgets and activity.kind in EARNING:
        activity = replace(activity, budgets=hold_budgets(programme))
    return activity


def _repeat(
    seen: Seen, activity: Activity, standing: Standing, versions: list[Published]
) -> Recorded:
    same = seen.member == activity.member and seen.body in (None, canonical(activity.body()))
    if not same:
        raise ReferenceTaken(reference=activity.reference)
    version = next(v for v in versions if v.number == seen.version)
    first = replace(activity, id=seen.id, happened_at=seen.happened_at, day=seen.day)
    return Recorded(first, facts_of(seen.id), standing, version.programme, repeated=True)
