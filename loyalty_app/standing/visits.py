"""count_visit: purchases, visits and spend per month; every measure starts from these tallies."""

from collections.abc import Iterator

from ..activities.facts import Fact, Share, Tally
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from .points import monthly
from .values import Standing

PURCHASES, VISITS, SPEND = "purchases", "visits", "spend"
"""Subjects: purchases ever; visits and minor units spent, per month of the local day."""


def count_visit(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    if activity.kind not in (Kind.PURCHASE, Kind.VISIT):
        return
    yield monthly(VISITS, activity.day, 1)
    if activity.kind is Kind.PURCHASE and activity.amount:
        yield Tally(PURCHASES, "", 1)
        share = Share(uncapped=activity.amount, gross=activity.amount, basis=activity.amount)
        yield monthly(SPEND, activity.day, activity.amount, share)
