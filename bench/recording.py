from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from loyalty_app import engine
from loyalty_app.activities.values import Activity
from loyalty_app.extensions import in_transaction

from .driver import Statement, bare_connection, send, statements_of
from .figures import Figure, Work, side_by_side
from .shops import Shops, note, opened, purchases

MEMBERS = 200
CHUNKS = 11


def recording(shops: Shops, kind: str, n: int) -> Figure:
    """Records a second, each in its transaction, beside the same statements by the driver."""
    shop = shops.with_members(kind, MEMBERS)
    copy = shops.databases(kind).copy
    activities = purchases(range(1, MEMBERS + 1), n)
    with opened(copy(shop)):
        sent = [statements_of(partial(_record, activity)) for activity in activities]
    with opened(copy(shop)):
        connection = bare_connection()
        with opened(shop):
            ours, floor, ratio = side_by_side(_chunks(activities, sent, connection))
    each = n // CHUNKS
    return Figure(
        f"record, {kind}", each / ours, "1/s", n, each / floor, ratio, "ratio 0.5", note(kind)
    )


def _chunks(
    activities: Sequence[Activity],
    sent: Sequence[Sequence[Statement]],
    connection: Any,  # noqa: ANN401
) -> Iterator[tuple[Work, Work]]:
    each = len(activities) // CHUNKS
    for first in range(0, each * CHUNKS, each):
        some = slice(first, first + each)
        yield partial(_record_all, activities[some]), partial(send, connection, sent[some])


def _record(activity: Activity) -> None:
    in_transaction(partial(engine.record, activity))


def _record_all(activities: Sequence[Activity]) -> None:
    for activity in activities:
        _record(activity)
