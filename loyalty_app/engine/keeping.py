"""linked and keep: what was decided as rows, and those rows in a fixed number of bulk writes."""

import hashlib
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Date, bindparam, func, insert, update

from ..activities.chain import canonical, commitment, outcome_columns, tallies_text
from ..activities.chain import link as next_link
from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..activities.values import Activity
from ..challenges.operations import keep_contributions
from ..errors import VoucherSpent
from ..extensions import connection
from ..members.codes import ALPHABET
from ..rewards.models import Voucher, VoucherState
from ..standing.operations import keep_months, keep_standings
from ..standing.values import Standing

CODE_LENGTH = 10

_INSERT_ACTIVITIES = insert(ActivityRow.__table__)  # type: ignore[arg-type]
_INSERT_DETAILS = insert(DetailRow.__table__)  # type: ignore[arg-type]
_INSERT_OUTCOMES = insert(OutcomeRow.__table__)  # type: ignore[arg-type]
_INSERT_VOUCHERS = insert(Voucher.__table__)  # type: ignore[arg-type]
_vouchers = Voucher.__table__
_SETTLE_VOUCHERS = (
    update(_vouchers)  # type: ignore[arg-type]
    .where(_vouchers.c.id == bindparam("voucher"), _vouchers.c.state == bindparam("before"))
    .values(
        state=bindparam("after"),
        settled_by=bindparam("activity"),
        expires_on=func.coalesce(bindparam("good_until", type_=Date), _vouchers.c.expires_on),
    )
)

TURNS = {
    OutcomeKind.VOUCHER_USED: (VoucherState.ISSUED, VoucherState.USED),
    OutcomeKind.VOUCHER_REOPENED: (VoucherState.USED, VoucherState.ISSUED),
    OutcomeKind.VOUCHER_CANCELLED: (VoucherState.ISSUED, VoucherState.CANCELLED),
    OutcomeKind.VOUCHER_EXPIRED: (VoucherState.ISSUED, VoucherState.EXPIRED),
}
"""What an outcome does to its voucher's row: from which state to which."""


@dataclass(frozen=True, slots=True)
class Link:
    """A decided activity as the rows that its link is computed over."""

    activity: Activity
    facts: list[Fact]
    row: Mapping[str, Any]
    detail: Mapping[str, Any]
    outcomes: list[dict[str, Any]]


def linked(
    activity: Activity, facts: list[Fact], standing: Standing, version: int, moment: datetime
) -> Link:
    """An activity with its outcomes as the next link of the chain; the standing says so."""
    detail = detail_columns(activity)
    row = activity_columns(activity, facts, standing, version, moment)
    row["commitment"] = commitment(detail)
    outcomes = outcome_rows(activity.id, facts)
    row["link"] = next_link(standing.head, row, outcomes)
    standing.sequence, standing.head = row["sequence"], row["link"]
    return Link(activity, facts, row, detail, outcomes)


def keep(links: Sequence[Link], standings: Mapping[int, Standing]) -> None:
    """Write links and all that is derived from them; `standings` are those after the last one."""
    write = connection().execute
    write(_INSERT_ACTIVITIES, [link.row for link in links])
    write(_INSERT_DETAILS, [link.detail for link in links])
    if outcomes := [outcome for link in links for outcome in link.outcomes]:
        write(_INSERT_OUTCOMES, outcomes)
    facts = _facts_by_member(links)
    keep_standings(standings[member] for member in facts)
    keep_months(facts)
    keep_contributions(facts, standings)
    if issued := [voucher for link in links for voucher in _issued(link)]:
        write(_INSERT_VOUCHERS, issued)
    if turns := [turn for link in links for turn in _turns(link)]:
        turned = write(_SETTLE_VOUCHERS, turns)
        if turned.rowcount != len(turns):
            raise VoucherSpent


def _facts_by_member(links: Iterable[Link]) -> dict[int, list[Fact]]:
    facts: dict[int, list[Fact]] = defaultdict(list)
    for link in links:
        facts[link.activity.member] += link.facts
    return facts


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
        "caused_by": activity.caused_by or None,
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


def _issued(link: Link) -> Iterator[Mapping[str, Any]]:
    for outcome in _about_vouchers(link):
        if outcome.kind is OutcomeKind.VOUCHER_ISSUED:
            yield {
                "id": outcome.voucher,
                "member_id": link.activity.member,
                "reward": outcome.subject,
                "code": voucher_code(link.detail["salt"], outcome.voucher),
                "state": VoucherState.ISSUED,
                "expires_on": good_until(outcome),
                "issued_by": link.activity.id,
                "settled_by": None,
            }


def _turns(link: Link) -> Iterator[Mapping[str, Any]]:
    for outcome in _about_vouchers(link):
        if outcome.kind in TURNS:
            before, after = TURNS[outcome.kind]
            opens = after is VoucherState.ISSUED
            yield {
                "voucher": outcome.voucher,
                "before": before,
                "after": after,
                "activity": None if opens else link.activity.id,
                "good_until": good_until(outcome) if opens else None,
            }


def _about_vouchers(link: Link) -> Iterator[Outcome]:
    return (fact for fact in link.facts if isinstance(fact, Outcome) and fact.voucher)


def good_until(outcome: Outcome) -> date:
    return date.fromisoformat(outcome.why["expires_on"])
