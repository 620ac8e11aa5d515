from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ...counter.operations import give_a_badge
from ...counter.queries import member_numbered
from ...counter.rules import badges_of, refuse_own_card
from ...errors import LoyaltyError, NotAllowed
from ...extensions import in_transaction
from ...texts import say
from ..pages import go_to, render
from ..visitor import programme, the_staff
from . import bp
from .fields import KeyField, refuse_sent
from .guest import guest_of
from .till import the_till


class BadgeForm(FlaskForm):
    key = KeyField()
    badge = RadioField(_l("Which"))
    thanks = StringField(
        _l("A word of thanks"),
        [DataRequired(_l("Write a word of thanks: the member reads it.")), Length(max=200)],
    )


@bp.get("/members/<path:number>/badge")
def badge(number: str) -> ResponseReturnValue:
    return _page(number, _form())


@bp.post("/members/<path:number>/badge")
def give_badge(number: str) -> ResponseReturnValue:
    form, till, rules = _form(), the_till(), programme()
    if not form.validate():
        return _page(number, form, 422)
    member_id, key = member_numbered(number).id, form.key.data
    chosen, thanks = form.badge.data, form.thanks.data.strip()
    try:
        done = in_transaction(lambda: give_a_badge(till, rules, member_id, key, chosen, thanks))
    except LoyaltyError as refusal:
        refuse_sent(form.key, form.thanks, refusal)
        return _page(number, form, 422)
    return go_to("counter.receipt", activity_id=done.activity.id, done=1)


def _form() -> BadgeForm:
    """Raises NotAllowed, also where no badge is given by hand."""
    badges = badges_of(the_staff().role, programme())
    if not badges:
        raise NotAllowed
    form = BadgeForm()
    form.badge.choices = [SelectChoice(badge.id, say(badge.name)) for badge in badges]
    form.badge.data = form.badge.data or badges[0].id
    return form


def _page(number: str, form: BadgeForm, status: int = 200) -> ResponseReturnValue:
    member = member_numbered(number)
    refuse_own_card(the_till(), member.id)
    guest = guest_of(programme(), member)
    return render("counter/badge", status, form=form, guest=guest)
