"""The rehearsal that the owner asked for last, and whom its examples are of."""

from sqlalchemy import select

from ..extensions import db
from ..members.models import Member
from .comparison import Comparison
from .models import RehearsalRow


def latest() -> RehearsalRow | None:
    newest = select(RehearsalRow).order_by(RehearsalRow.asked_at.desc()).limit(1)
    return db.session.scalars(newest).first()


def members_of(found: Comparison) -> dict[int, Member]:
    """Members of the examples, by id; who left meanwhile is not among them."""
    ids = [example.member for example in (*found.better, *found.worse)]
    members = select(Member).where(Member.id.in_(ids), Member.closed_at.is_(None))
    return {member.id: member for member in db.session.scalars(members)}
