"""Codes that staff show for an action: who scans one says with a tap that they did it.

A code can be opened for two minutes, and then there is another one; a phone that opened it in time
may take its time to tap. Many may scan one, and for each of them it counts once in the period that
the action's rule is limited by, or else once a day; once more from a code shown after an undo.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain, count

from flask_babel import lazy_gettext as _l

from ..activities.queries import undone_at
from ..activities.values import Activity, Kind
from ..clock import now
from ..engine import Recorded, record
from ..errors import LoyaltyError, OwnCard
from ..extensions import db
from ..extensions.signing import signed, unsigned
from ..programme.calendar import DAY, bucket_of, next_start
from ..programme.document import Programme
from ..staff.models import Staff
from ..texts import day_in_words
from .values import Till

SOURCE = "code"
GOOD_FOR = timedelta(minutes=2)
TIME_TO_TAP = timedelta(minutes=30)
_PURPOSE = "an action at the counter"


class CountedAlready(LoyaltyError):
    """`again_on`: the local day from which it counts again; None: never."""

    code = "counted_already"

    def __init__(self, again_on: date | None) -> None:
        super().__init__()
        self.again_on = again_on

    def __str__(self) -> str:
        if self.again_on is None:
            return str(_l("This has counted for you already, and it counts once."))
        said = _l("This has counted for you already. It counts again from %(day)s.")
        return str(said) % {"day": day_in_words(self.again_on)}


@dataclass(frozen=True, slots=True)
class ActionCode:
    """What a code says: which action, where and by whom it was shown, until when it opens."""

    action: str
    shop: str
    staff_id: int
    until: datetime

    @property
    def shown(self) -> datetime:
        """To the second before it."""
        return self.until - GOOD_FOR


def action_code(till: Till, action: str, at: datetime) -> str:
    until = int((at + GOOD_FOR).timestamp())
    return signed([action, till.shop, till.staff_id, until], _PURPOSE)


def read_action_code(text: str) -> ActionCode | None:
    """None for what is no such code of ours; a code may be over."""
    if (said := unsigned(text, _PURPOSE)) is None:
        return None
    action, shop, staff_id, until = said
    return ActionCode(action, shop, staff_id, datetime.fromtimestamp(until, UTC))


def take_scanned(code: ActionCode, member_id: int, programme: Programme) -> Recorded:
    """The member did what a code says. Raises CountedAlready, OwnCard, UnknownAction."""
    shown_by = db.session.get(Staff, code.staff_id)
    if shown_by and shown_by.member_id == member_id:
        raise OwnCard
    per, day = period_of(programme, code.action), programme.local(now()).date()
    once = f"{code.action}-{member_id}-{bucket_of(day, per)}"
    for reference in chain([once], (f"{once}-{n}" for n in count(2))):
        activity = Activity(
            member_id,
            Kind.ACTION,
            SOURCE,
            reference,
            action=code.action,
            shop=code.shop,
            staff_id=code.staff_id,
        )
        done = record(activity)
        if not done.repeated:
            return done
        undone = undone_at(done.activity.id)
        if undone is None or undone > code.shown:
            break
    raise CountedAlready(next_start(day, per))


def period_of(programme: Programme, action: str) -> str:
    """In which an action that is scanned counts once: day, week, month or ever."""
    limits = (rule.limit for rule in programme.earning if rule.action == action)
    return next((limit.per for limit in limits if limit), DAY)
