"""What members did beside buying: how often, where, and who did it most."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from ..activities.models import ActivityRow, DetailRow
from ..activities.queries import reversed_by
from ..activities.values import Kind
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..shops.queries import all_shops
from ..standing.queries import today

DAYS = 30
MOST_MEMBERS = 5


@dataclass(frozen=True, slots=True)
class ActionCount:
    """One action in the last thirty days: `times` by so many `members`; the shops by name and the
    members who did it most, each with how often."""

    times: int
    members: int
    shops: list[tuple[str, int]]
    keenest: list[tuple[Member, int]]


def action_counts(programme: Programme) -> dict[str, ActionCount]:
    """Of each action there is, without what was undone; three statements."""
    done = _done(programme)
    names = {shop.code: shop.name for shop in all_shops()}
    members = {action: _by_member(done, action) for action in programme.actions}
    first = {action: found.most_common(MOST_MEMBERS) for action, found in members.items()}
    ids = {member for found in first.values() for member, _ in found}
    people = {one.id: one for one in db.session.scalars(select(Member).where(Member.id.in_(ids)))}
    return {
        action: ActionCount(
            times=found.total(),
            members=len(found),
            shops=Counter(names.get(at, at) for one, at, _ in done if one == action).most_common(),
            keenest=[(people[member], n) for member, n in first[action]],
        )
        for action, found in members.items()
    }


def _done(programme: Programme) -> list[tuple[str, str, int]]:
    """Each time: the action, the shop's code, the member. What the details no longer say is left
    out."""
    rows = db.session.execute(
        select(DetailRow.body, DetailRow.shop, ActivityRow.member_id)
        .join(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(
            ActivityRow.kind == Kind.ACTION,
            ActivityRow.day > today(programme) - timedelta(days=DAYS),
            ~reversed_by(Kind.UNDO),
        )
        .order_by(ActivityRow.member_id)
    )
    return [(json.loads(body)["action"], shop, member) for body, shop, member in rows]


def _by_member(done: list[tuple[str, str, int]], action: str) -> Counter[int]:
    return Counter(member for one, _, member in done if one == action)
