"""What was taken without a connection arrives: late, shuffled, more than once; it counts once.

Each scan is judged by the moment it was made at, under the programme of that time. What is
recorded is known by its activity, whose reference is the scan's id; what is refused or waits for
the owner, by a row: the same scan always gets the same answer.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..activities.chain import canonical
from ..activities.queries import Seen, seen_and_versions
from ..activities.values import Activity
from ..clock import now
from ..devices.models import QueuedScan, ScanState
from ..engine import Recorded, record_all
from ..engine.recording import CLOCK_SKEW
from ..errors import LoyaltyError, MalformedCode, ReferenceTaken, UnknownMember
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..sessions.operations import SHIFT_LASTS
from ..staff.models import Role, Staff
from .operations import SOURCE, RecordedOtherwise, action_activity, identify, sale_activity
from .rules import AmountMissing, is_within, limits_of
from .scans import Queued, Scan
from .values import Till

LATEST = timedelta(hours=72)
"""How long after it was scanned a purchase may still arrive."""


class ScanTooOld(LoyaltyError):
    words = _l(
        "This was scanned more than 72 hours before it arrived. A manager can correct the points."
    )
    code = "scan_too_old"


class NobodyServed(LoyaltyError):
    words = _l("Nobody was signed in when this was scanned. A manager can correct the points.")
    code = "nobody_served"


class NotAMember(LoyaltyError):
    words = _l(
        "This code is no member's: a card that nobody has yet, or a voucher, which is used only "
        "while the connection is there."
    )
    code = "not_a_member"


RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a scan: recorded, or a state of its row. `receipt`: the activity; `why`, in
    words."""

    id: str
    state: str
    receipt: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A scan with the activities it comes to, or why it comes to none."""

    scan: Scan
    activities: tuple[Activity, ...] = ()
    refusal: LoyaltyError | None = None


def take_queue(
    queued: Sequence[Queued], device_id: int | None, programme: Programme, *, trusted: bool
) -> Mapping[str, Answer]:
    """The answer to each scan, by its id. What comes from a device that is not `trusted`, from
    somebody who had left, outside of their shift or above their limit, waits for the owner."""
    told = {one.scan.id: one for one in queued}
    if not told:
        return {}
    answers = _known(told, programme)
    fresh = sorted((told[id_] for id_ in told.keys() - answers), key=lambda one: one.scan.at)
    people = staff_of(one.served.staff_id for one in fresh if one.served)
    judging = []
    for one in fresh:
        person = people.get(one.served.staff_id) if one.served else None
        if person and not (trusted and _is_on_shift(one, person) and _may(person, one, programme)):
            answers[one.scan.id] = Answer(one.scan.id, ScanState.WAITING)
            _keep(one, device_id, answers[one.scan.id])
        else:
            judging.append(judge(one, person, programme, now()))
    for answer in record_judged(judging):
        answers[answer.id] = answer
        if answer.state == ScanState.REFUSED:
            _keep(told[answer.id], device_id, answer)
    lost_races = {id_: told[id_] for id_ in told.keys() - answers}
    return answers | (_known(lost_races, programme) if lost_races else {})


def judge(one: Queued, person: Staff | None, programme: Programme, received: datetime) -> Judged:
    """Whose code it is and what was done; a rotating code is taken. `person` served."""
    scan = one.scan
    try:
        if received - scan.at > LATEST:
            raise ScanTooOld
        if one.served is None or person is None:
            raise NobodyServed
        holder = _holder(scan, programme)
        day = programme.local(scan.at).date()
        till = Till(person.id, person.role, person.member_id, one.served.shop, day)
        return Judged(scan, tuple(_activities(scan, till, programme, holder.id)))
    except LoyaltyError as refusal:
        return Judged(scan, refusal=refusal)


def _holder(scan: Scan, programme: Programme) -> Member:
    """What is refused is kept for a while, and names no more of a code than tells it apart."""
    try:
        holder = identify(scan.code, programme, scan.at)
    except (MalformedCode, UnknownMember) as refusal:
        raise type(refusal)(code=f"…{scan.tail}") from refusal
    if not isinstance(holder, Member):
        raise NotAMember
    return holder


def record_judged(judging: Sequence[Judged]) -> Iterator[Answer]:
    """Record all at once. What was recorded meanwhile under this id gets no answer here."""
    results = iter(record_all([one for judged in judging for one in judged.activities]))
    for judged in judging:
        done = [next(results) for _ in judged.activities]
        first = done[0] if done else judged.refusal
        if isinstance(first, ReferenceTaken):
            continue
        refusals = [*filter(None, [judged.refusal]), *done]
        why = " ".join(str(one) for one in refusals if isinstance(one, LoyaltyError))
        if isinstance(first, Recorded):
            yield Answer(judged.scan.id, RECORDED, first.activity.id, why)
        else:
            yield Answer(judged.scan.id, ScanState.REFUSED, why=why)


def staff_of(ids: Iterable[int]) -> dict[int, Staff]:
    """Also those who left."""
    wanted = set(ids)
    if not wanted:
        return {}
    people = db.session.scalars(select(Staff).where(Staff.id.in_(wanted)))
    return {person.id: person for person in people}


def _activities(scan: Scan, till: Till, programme: Programme, member_id: int) -> Iterator[Activity]:
    """The first has the scan's id as its reference. Raises OwnCard and what `order_of` raises."""
    actions = dict.fromkeys(scan.actions)
    if scan.sale:
        sale = sale_activity(till, programme, member_id, scan.id, scan.sale)
        yield sale._replace(said_at=scan.at)
    elif not actions:
        raise AmountMissing
    for number, action in enumerate(actions):
        key = f"{scan.id}-{action}" if scan.sale or number else scan.id
        yield action_activity(till, member_id, key, action)._replace(said_at=scan.at)


def _may(person: Staff, one: Queued, programme: Programme) -> bool:
    """Whether they record so much alone: nobody was there to approve it."""
    return is_within(limits_of(person.role, programme).purchase, one.scan.total)


def _is_on_shift(one: Queued, person: Staff) -> bool:
    at, since = one.scan.at, one.served.since if one.served else now()
    had_left = person.left_at is not None and person.left_at <= at
    return not had_left and since - CLOCK_SKEW <= at <= since + SHIFT_LASTS


def _known(told: Mapping[str, Queued], programme: Programme) -> dict[str, Answer]:
    """What was answered before: two statements."""
    rows = db.session.scalars(select(QueuedScan).where(QueuedScan.id.in_(told)))
    answers = {row.id: Answer(row.id, row.state, why=row.why) for row in rows}
    seen, _versions = seen_and_versions({(SOURCE, id_) for id_ in told}, now())
    for (_source, id_), activity in seen.items():
        if _says_the_same(told[id_], activity, programme):
            answers[id_] = Answer(id_, RECORDED, activity.id)
        else:
            answers[id_] = Answer(id_, ScanState.REFUSED, why=str(RecordedOtherwise()))
    return answers


def _says_the_same(one: Queued, seen: Seen, programme: Programme) -> bool:
    """Of whomever: the code was taken already. When it was may differ, and who approved it: a page
    that waits for its answer in vain hands the same purchase on to the queue."""
    if seen.body is None:
        return True
    somebody = Till(0, Role.CASHIER, None, "", seen.day)
    try:
        body = next(_activities(one.scan, somebody, programme, seen.member)).body()
    except LoyaltyError:
        return False
    before = json.loads(seen.body)
    when_and_by = {"at": None, "approved_by": None}
    return bool(json.loads(canonical({**body, **when_and_by})) == {**before, **when_and_by})


def _keep(one: Queued, device_id: int | None, answer: Answer) -> None:
    scan, served = one.scan, one.served
    waits = answer.state == ScanState.WAITING
    db.session.add(
        QueuedScan(
            id=scan.id,
            device_id=device_id,
            staff_id=served.staff_id if served else None,
            shop=served.shop if served else "",
            tail=scan.tail,
            at=scan.at,
            amount=scan.amount,
            said=scan.model_dump_json() if waits else "",
            state=ScanState(answer.state),
            why=answer.why[:500],
        )
    )
