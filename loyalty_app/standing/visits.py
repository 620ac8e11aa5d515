"""count_visit: purchases, visits, spend and friends per month; every measure starts from these
tallies."""

from collections.abc import Iterator

from ..activities.facts import Fact, Share, Tally
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from .points import monthly
from .values import Standing

PURCHASES, VISITS, SPEND, REFERRALS = "purchases", "visits", "spend", "referrals"
"""Subjects: purchases ever; visits, minor units spent and friends who qualified, per month of the
local day."""


def count_visit(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    if activity.kind is Kind.REFERRAL:
        yield monthly(REFERRALS, activity.day, 1)
    if activity.kind not in (Kind.PURCHASE, Kind.VISIT):
        return
    yield monthly(VISITS, activity.day, 1)
    if activity.kind is Kind.PURCHASE and activity.amount:
        yield Tally(PURCHASES, "", 1)
        share = Share(uncapped=activity.amount, gross=activity.amount, basis=activity.amount)
        yield monthly(SPEND, activity.day, activity.amount, share)
