from datetime import date, timedelta
from functools import partial

from loyalty_app import engine, jobs
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import in_transaction

from .figures import Figure, seconds
from .shops import Shops, note, opened

AGO = timedelta(days=500)
"""Long enough for points to have expired."""
DUE_OF = 20
"""One of so many members has something due."""


def ticking(shops: Shops, kind: str, members: int) -> Figure:
    """Members a second for whom time passes, among many to whom nothing is due."""
    due = members // DUE_OF
    with opened(shops.with_members(kind, members)):
        day = (now() - AGO).date()
        for first in range(1, members + 1, DUE_OF * 500):
            some = range(first, min(first + DUE_OF * 500, members + 1), DUE_OF)
            in_transaction(partial(engine.record_all, [_purchase(member, day) for member in some]))
        took = seconds(lambda: _tick(due))
    return Figure(
        f"tick, {kind}", due / took, "1/s", due, note=f"{note(kind)}; of {members:,} members"
    )


def _tick(due: int) -> None:
    assert jobs.tick().recorded == due


def _purchase(member: int, day: date) -> Activity:
    return Activity(member, Kind.PURCHASE, "till", f"t{member}", said_at=day, amount=1200)
