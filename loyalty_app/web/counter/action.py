from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from ...activities.facts import Outcome
from ...counter.operations import reward_action
from ...counter.queries import member_numbered
from ...extensions import in_transaction
from ...receipts.words import entry
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render, wants_fragment
from ..visitor import programme
from . import bp
from .guest import guest_of
from .till import the_till


class ActionForm(Form):
    key = KeyField()
    action = HiddenField()


@bp.post("/members/<path:number>/actions")
def take_action(number: str) -> ResponseReturnValue:
    """Rewarded at once; the purchase on the counter goes on beside it."""
    form, till = ActionForm(), the_till()
    member_id, key, action = member_numbered(number).id, form.key.data, form.action.data
    if not form.validate():
        return go_to("counter.purchase", number=number)
    done = in_transaction(lambda: reward_action(till, member_id, key, action))
    outcomes = [fact for fact in done.facts if isinstance(fact, Outcome)]
    said = " · ".join(entry(outcome, done.programme).text for outcome in outcomes)
    said = said or _("Nothing follows from this today.")
    if not wants_fragment():
        flash(said, "good")
        return go_to("counter.purchase", number=number)
    guest = guest_of(programme(), member_numbered(number))
    gained = any(outcome.points > 0 for outcome in outcomes)
    return render("counter/guest", guest=guest, said=said, gained=gained)
