"""What the demo's guests say of their visits: one is being asked, one is unhappy."""

from datetime import timedelta

from sqlalchemy import select

from ..activities.models import ActivityRow, DetailRow
from ..activities.values import Kind
from ..cases.operations import hear
from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..opening.demo import guest_address
from ..programme.document import Programme
from ..programme.sections.surveys import Said
from ..programme.versions import published_versions
from ..surveys.due import Due
from ..surveys.operations import invite, keep_more

ASKED = 1
ANSWERS = {
    2: (9, ""),
    3: (10, "Il cornetto è sempre caldo."),
    4: (7, ""),
    5: (10, ""),
    6: (3, "Venti minuti di coda per un caffè."),
    7: (8, ""),
    8: (9, ""),
    9: (10, ""),
    10: (9, ""),
}
"""The score of each guest, by their number, and what they added."""


def let_guests_answer() -> None:
    """To the programme's first survey, a moment ago, about the last time they bought."""
    version, moment = published_versions()[-1], now()
    for number in (ASKED, *ANSWERS):
        one = _last_visit(number, version.programme)
        invitation = invite(
            version.programme.surveys[0], version.number, one, moment, timedelta(days=1)
        )
        if invitation and number in ANSWERS:
            score, words = ANSWERS[number]
            done = hear(invitation, Said(score))
            if words:
                keep_more(done.answer, words)


def _last_visit(number: int, programme: Programme) -> Due:
    query = (
        select(Member.id, ActivityRow.id, DetailRow.shop, DetailRow.happened_at)
        .join(ActivityRow, ActivityRow.member_id == Member.id)
        .join(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(Member.email == guest_address(number), ActivityRow.kind == Kind.PURCHASE)
        .order_by(ActivityRow.sequence.desc())
        .limit(1)
    )
    member_id, visit, shop, at = db.session.execute(query).one()
    return Due(member_id, visit, shop, programme.local(at).hour)
