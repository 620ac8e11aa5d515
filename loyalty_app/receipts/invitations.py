"""What an invitation promises and brings, in the words of receipts. Neither side reads the other's
name."""

from datetime import date

from flask_babel import gettext as _

from ..activities.facts import Outcome, OutcomeKind
from ..programme.document import Programme
from ..programme.invitation_sentences import given, what_to_do
from ..standing.holdings import Invited
from ..texts import day_in_words

_TAKEN = frozenset({OutcomeKind.POINTS_TAKEN_BACK, OutcomeKind.VOUCHER_CANCELLED})
_ASKS = frozenset({OutcomeKind.INVITED, OutcomeKind.INVITATION_REOPENED})


def promised(invited: Invited, programme: Programme) -> str:
    """`With your first purchase of at least €5.00: 50 points`."""
    return _(
        "%(when)s: %(gift)s",
        when=what_to_do(invited.on, invited.least, programme),
        gift=given(invited.friend_points, invited.friend_prize, programme),
    )


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


def until(outcome: Outcome) -> str:
    """To which day an invitation can be met."""
    if outcome.kind not in _ASKS:
        return ""
    last_day: date = Invited.from_json(outcome.why["invited"]).last_day
    return _("to the end of %(day)s", day=day_in_words(last_day))
