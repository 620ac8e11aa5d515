"""By whose invitation this browser came, until it joins; and whose cards it has shown.

Both are kept in the signed cookie: nobody can write them, and nobody else reads them.
"""

from datetime import timedelta

from flask import session
from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, ValidationError
from wtforms.validators import Length, Optional

from ..clock import now
from ..extensions import db
from ..invitations.operations import OPEN_DAYS, Came
from ..invitations.queries import inviter_in
from ..members.models import Member
from .forms import Form

INVITED, CARDS = "invited", "cards"
MOST_CARDS = 5


def keep_invitation(inviter: int, opening: int) -> None:
    session[INVITED] = [inviter, opening, int(now().timestamp())]
    session.permanent = True  # a phone may close the browser before its owner decides


def kept_opening() -> int | None:
    """The one that this browser has open, of whichever link."""
    kept = _kept()
    return kept[1] if kept else None


def came_by_link() -> Came | None:
    """By whose link this browser came, within the days it is remembered."""
    if kept := _kept():
        inviter, opening = kept
        return Came(inviter, opening, cards_here=cards_here())
    return None


def inviter_here() -> Member | None:
    """Who invited this browser, while they have a card."""
    kept = _kept()
    found = db.session.get(Member, kept[0]) if kept else None
    return found if found and found.closed_at is None else None


def forget_invitation() -> None:
    session.pop(INVITED, None)


def note_card(member_id: int) -> None:
    """This browser shows a member's card: it is not a new friend's."""
    others = [id_ for id_ in session.get(CARDS, []) if id_ != member_id]
    session[CARDS] = [*others, member_id][-MOST_CARDS:]


def cards_here() -> tuple[int, ...]:
    return tuple(session.get(CARDS, []))


def _kept() -> tuple[int, int] | None:
    inviter, opening, at = session.get(INVITED) or (0, 0, 0)
    is_fresh = now().timestamp() - at < timedelta(days=OPEN_DAYS).total_seconds()
    return (inviter, opening) if inviter and is_fresh else None


class InvitationForm(Form):
    """The code of a friend's link, where it is typed."""

    invitation = StringField(_l("Invitation code"), [Optional(), Length(max=200)])
    inviter: Member | None = None

    def validate_invitation(self, field: Field) -> None:
        self.inviter = inviter_in(field.data)
        if self.inviter is None:
            raise ValidationError(
                _l("No invitation has this code. Check the letters, or leave it out.")
            )
