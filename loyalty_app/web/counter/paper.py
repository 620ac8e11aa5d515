"""Stamps of a card on paper are carried over."""

from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ...counter.operations import move_stamps
from ...counter.queries import member_numbered
from ...counter.rules import may_move_stamps
from ...errors import NotAllowed
from ...stamps.paper import cards_for_paper, left_on_paper
from ...texts import say
from ..forms import Form
from ..keys import KeyField
from ..pages import render
from ..visitor import programme, the_staff
from . import bp
from .fields import record_sent
from .guest import guest_of
from .till import served, the_till

HOW_MANY = _l("Write how many stamps, 1 or more.")


class PaperForm(Form):
    key = KeyField()
    card = RadioField(_l("To which card"))
    stamps = IntegerField(
        _l("Stamps on the paper"),
        [InputRequired(HOW_MANY), NumberRange(1, 100, message=HOW_MANY)],
    )
    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Say why: what became of the paper?")), Length(max=200)],
    )


@bp.get("/members/<path:number>/paper")
def paper_stamps(number: str) -> ResponseReturnValue:
    return _page(number, _form())


@bp.post("/members/<path:number>/paper")
def carry_over(number: str) -> ResponseReturnValue:
    form, till, rules = _form(), the_till(), programme()
    if not form.validate():
        return _page(number, form, 422)
    member_id, key = member_numbered(number).id, form.key.data
    card, stamps, reason = form.card.data, form.stamps.data, form.reason.data.strip()
    verb = partial(move_stamps, till, rules, member_id, key, card, stamps, reason)
    return record_sent(form.key, form.stamps, verb) or _page(number, form, 422)


def _form() -> PaperForm:
    """Raises NotAllowed, also where nothing is carried over."""
    if not may_move_stamps(the_staff().role, programme()):
        raise NotAllowed
    form, cards = PaperForm(), cards_for_paper(programme())
    form.card.choices = [SelectChoice(card.id, say(card.name)) for card in cards]
    form.card.data = form.card.data or cards[0].id
    return form


def _page(number: str, form: PaperForm, status: int = 200) -> ResponseReturnValue:
    rules, guest = programme(), guest_of(programme(), served(number))
    left = [
        (card, left_on_paper(rules, guest.standing, card.id)) for card in cards_for_paper(rules)
    ]
    return render("counter/paper", status, form=form, guest=guest, left=left)
