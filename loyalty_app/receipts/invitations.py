"""What an invitation promises and brings, in the words of receipts. Neither side reads the other's
name."""

from flask_babel import gettext as _

from ..activities.facts import Outcome, OutcomeKind
from ..programme.document import Programme
from ..programme.invitation_sentences import given, what_to_do
from ..standing.holdings import Invited
from ..texts import day_in_words

_TAKEN = frozenset({OutcomeKind.POINTS_TAKEN_BACK, OutcomeKind.VOUCHER_CANCELLED})
_OPEN = frozenset({OutcomeKind.INVITED, OutcomeKind.INVITATION_REOPENED})


def promise(outcome: Outcome, programme: Programme) -> str:
    """`With a purchase of at least €5.00 at the till: 50 points · to the end of 3 Mar 2027`."""
    if outcome.kind not in _OPEN or "invited" not in outcome.why:
        return ""
    invited = Invited.from_json(outcome.why["invited"])
    what = _(
        "%(when)s: %(gift)s",
        when=what_to_do(invited.on, invited.least, programme),
        gift=given(invited.friend_points, invited.friend_prize, programme),
    )
    return " · ".join((what, _("to the end of %(day)s", day=day_in_words(invited.last_day))))


def side(outcome: Outcome) -> str:
    """Why something was given or taken back, on either side."""
    is_taken = outcome.kind in _TAKEN
    return {
        "inviter": _("your friend gave back what they had bought")
        if is_taken
        else _("a friend came by your invitation"),
        "friend": _("what you had bought went back")
        if is_taken
        else _("you came by a friend's invitation"),
    }.get(outcome.why.get("side", ""), "")
