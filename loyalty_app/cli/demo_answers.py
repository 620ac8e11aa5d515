"""What the demo's guests say of their visits: one is being asked, one is unhappy."""

from datetime import timedelta

from sqlalchemy import select

from ..cases.operations import hear
from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..opening.demo import SHOPS, guest_address
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
    """To the programme's first survey, a moment ago."""
    version, moment = published_versions()[-1], now()
    survey, shops = version.programme.surveys[0], list(SHOPS)
    for number in (ASKED, *ANSWERS):
        guest = db.session.execute(
            select(Member.id).where(Member.email == guest_address(number))
        ).scalar_one()
        one = Due(guest, "demo", shops[number % len(shops)], 7 + number % 3)
        invitation = invite(survey, version.number, one, moment, timedelta(days=1))
        if invitation and number in ANSWERS:
            score, words = ANSWERS[number]
            done = hear(invitation, Said(score))
            if words:
                keep_more(done.answer, words)
