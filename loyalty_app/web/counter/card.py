from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...counter.cards import hand_over
from ...counter.queries import member_numbered
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .fields import code_field, refuse
from .till import served, the_till


class CardForm(Form):
    code = code_field(_l("The new card"), _l("Scan the new card, or type its number."))


@bp.get("/members/<path:number>/card")
def another_card(number: str) -> ResponseReturnValue:
    return _page(number, CardForm())


@bp.post("/members/<path:number>/card")
def replace_card(number: str) -> ResponseReturnValue:
    form, rules, till = CardForm(), programme(), the_till()
    member = member_numbered(number)
    if not form.validate():
        return _page(number, form, 422)
    try:
        new = in_transaction(lambda: hand_over(till, member.id, form.code.data, rules))
    except LoyaltyError as refusal:
        refuse(form.code, refusal)
        return _page(number, form, 422)
    flash(_("The new card is theirs. The old one is nobody's any more."), "good")
    return go_to("counter.purchase", number=new)


def _page(number: str, form: CardForm, status: int = 200) -> ResponseReturnValue:
    return render("counter/card", status, form=form, member=served(number))
