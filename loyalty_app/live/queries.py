"""What the watch asks for all streams together, and a stream once when it begins."""

from collections.abc import Collection

from sqlalchemy import Engine, select

from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..sessions.models import BrowserSession
from ..standing.models import StandingRow

MOST_AT_ONCE = 500


def newest_sequence(member_id: int) -> int:
    """Of the member's chain as it is committed now, not when this request began to read."""
    db.session.rollback()
    query = select(StandingRow.sequence).where(StandingRow.member_id == member_id)
    return db.session.scalar(query) or 0


def newest_by_session(engine: Engine, sessions: Collection[str]) -> dict[str, int]:
    """The newest sequence for each session in which a card is open; others are not in it."""
    open_cards = (
        select(BrowserSession.id, StandingRow.sequence)
        .join(Member, Member.id == BrowserSession.member_id)
        .join(StandingRow, StandingRow.member_id == Member.id)
        .where(BrowserSession.expires_at > now(), Member.closed_at.is_(None))
    )
    asked, newest = list(sessions), dict[str, int]()
    with engine.connect() as connection:
        for at in range(0, len(asked), MOST_AT_ONCE):
            some = BrowserSession.id.in_(asked[at : at + MOST_AT_ONCE])
            rows = connection.execute(open_cards.where(some))
            newest |= {session: sequence for session, sequence in rows}
    return newest
