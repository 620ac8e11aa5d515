from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from ...counter.operations import give_a_badge
from ...counter.queries import member_numbered
from ...counter.rules import badges_of
from ...errors import NotAllowed
from ...texts import say
from ..pages import render
from ..visitor import programme, the_staff
from . import bp
from .fields import ThanksForm, record_sent
from .guest import guest_of
from .till import served, the_till


class BadgeForm(ThanksForm):
    badge = RadioField(_l("Which"))


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
    verb = partial(give_a_badge, till, rules, member_id, key, chosen, thanks)
    return record_sent(form.key, form.thanks, verb) or _page(number, form, 422)


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
    guest = guest_of(programme(), served(number))
    return render("counter/badge", status, form=form, guest=guest)
