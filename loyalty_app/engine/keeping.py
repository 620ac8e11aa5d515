"""keep: what was decided, in a fixed number of bulk writes."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, insert, update

from ..activities.chain import canonical, commitment, link, outcome_columns, tallies_text
from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..activities.values import Activity
from ..errors import VoucherSpent
from ..extensions import db
from ..members.codes import ALPHABET
from ..rewards.models import Voucher, VoucherState
from ..standing.operations import keep_months, keep_standing
from ..standing.values import Standing
from .supplies import settle_supplies

CODE_LENGTH = 10

_INSERT_ACTIVITY = insert(ActivityRow.__table__)  # type: ignore[arg-type]
_INSERT_DETAIL = insert(DetailRow.__table__)  # type: ignore[arg-type]
_INSERT_OUTCOMES = insert(OutcomeRow.__table__)  # type: ignore[arg-type]
_INSERT_VOUCHERS = insert(Voucher.__table__)  # type: ignore[arg-type]
_SETTLE_VOUCHER = (
    update(Voucher)
    .where(Voucher.id == bindparam("voucher"), Voucher.state == bindparam("before"))
    .values(
        state=bindparam("after"),
        settled_by=bindparam("activity"),
        expires_on=func.coalesce(bindparam("good_until", type_=Date), Voucher.expires_on),
    )
    .execution_options(synchronize_session=False)
)

TURNS = {
    OutcomeKind.VOUCHER_USED: (VoucherState.ISSUED, VoucherState.USED),
    OutcomeKind.VOUCHER_REOPENED: (VoucherState.USED, VoucherState.ISSUED),
    OutcomeKind.VOUCHER_CANCELLED: (VoucherState.ISSUED, VoucherState.CANCELLED),
    OutcomeKind.VOUCHER_EXPIRED: (VoucherState.ISSUED, VoucherState.EXPIRED),
}
"""What an outcome does to its voucher's row: from which state to which."""


def keep(
    activity: Activity, facts: list[Fact], standing: Standing, version: int, moment: datetime
) -> None:
    """Write an activity, its outcomes and all that is derived from them."""
    detail = detail_columns(activity)
    row = activity_columns(activity, facts, standing, version, moment)
    row["commitment"] = commitment(detail)
    outcomes = outcome_rows(activity.id, facts)
    row["link"] = link(standing.head, row, outcomes)
    standing.sequence, standing.head = row["sequence"], row["link"]

    db.session.execute(_INSERT_ACTIVITY, [row])
    db.session.execute(_INSERT_DETAIL, [detail])
    if outcomes:
        db.session.execute(_INSERT_OUTCOMES, outcomes)
    keep_standing(standing)
    keep_months(activity.member, facts)
    _keep_vouchers(activity, facts, detail["salt"])
    settle_supplies(facts)


def activity_columns(
    activity: Activity, facts: list[Fact], standing: Standing, version: int, moment: datetime
) -> dict[str, Any]:
    return {
        "id": activity.id,
        "member_id": activity.member,
        "sequence": standing.sequence + 1,
        "kind": activity.kind.value,
        "source": activity.source,
        "reference": activity.reference,
        "day": activity.day,
        "version": version,
        "reverses": activity.reverses.activity.id if activity.reverses else None,
        "caused_by": None,
        "recorded_at": moment,
        "tallies": tallies_text(facts),
    }


def detail_columns(activity: Activity) -> dict[str, Any]:
    return {
        "activity_id": activity.id,
        "salt": secrets.token_hex(16),
        "happened_at": activity.happened_at and activity.happened_at.astimezone(UTC),
        "shop": activity.shop,
        "staff_id": activity.staff_id,
        "body": canonical(activity.body()),
    }


def outcome_rows(activity_id: str, facts: Iterable[Fact]) -> list[dict[str, Any]]:
    outcomes = (fact for fact in facts if isinstance(fact, Outcome))
    return [
        {"activity_id": activity_id, "position": position, **outcome_columns(outcome)}
        for position, outcome in enumerate(outcomes)
    ]


def voucher_code(salt: str, voucher: str) -> str:
    """Ten characters that only the activity's salt gives: `verify` can make them again."""
    digest = hashlib.sha256(f"{salt}{voucher}".encode()).digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:CODE_LENGTH])


def _keep_vouchers(activity: Activity, facts: list[Fact], salt: str) -> None:
    outcomes = [fact for fact in facts if isinstance(fact, Outcome) and fact.voucher]
    if issued := list(_issued(activity, outcomes, salt)):
        db.session.execute(_INSERT_VOUCHERS, issued)
    for outcome in outcomes:
        if outcome.kind in TURNS:
            _settle(outcome, activity.id)


def _issued(
    activity: Activity, outcomes: Iterable[Outcome], salt: str
) -> Iterator[Mapping[str, Any]]:
    for outcome in outcomes:
        if outcome.kind is OutcomeKind.VOUCHER_ISSUED:
            yield {
                "id": outcome.voucher,
                "member_id": activity.member,
                "reward": outcome.subject,
                "code": voucher_code(salt, outcome.voucher),
                "state": VoucherState.ISSUED,
                "expires_on": good_until(outcome),
                "issued_by": activity.id,
                "settled_by": None,
            }


def _settle(outcome: Outcome, activity_id: str) -> None:
    before, after = TURNS[outcome.kind]
    settled_by = None if after is VoucherState.ISSUED else activity_id
    done: Any = db.session.execute(
        _SETTLE_VOUCHER,
        {
            "voucher": outcome.voucher,
            "before": before,
            "after": after,
            "activity": settled_by,
            "good_until": good_until(outcome) if settled_by is None else None,
        },
    )
    if done.rowcount != 1:
        raise VoucherSpent


def good_until(outcome: Outcome) -> date:
    return date.fromisoformat(outcome.why["expires_on"])
