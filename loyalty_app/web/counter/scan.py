from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ...clock import now
from ...counter.operations import identify
from ...counter.queries import LONGEST_CODE
from ...counter.rules import refuse_own_card
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...members.models import BlankCard
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .fields import refuse
from .till import the_till


class ScanForm(FlaskForm):
    code = StringField(
        _l("Card, phone number or voucher"),
        [
            DataRequired(_l("Scan a card, or type its number.")),
            Length(max=LONGEST_CODE, message=_l("This is too long for a code. Scan again.")),
        ],
    )


@bp.get("/")
def scan() -> ResponseReturnValue:
    return render("counter/scan", form=ScanForm())


@bp.post("/")
def find() -> ResponseReturnValue:
    """Posted, so that no code stands in an address or a log."""
    form = ScanForm()
    if form.validate():
        try:
            return _open(form.code.data)
        except LoyaltyError as refusal:
            refuse(form.code, refusal)
    return render("counter/scan", 422, form=form)


def _open(text: str) -> ResponseReturnValue:
    rules, till, at = programme(), the_till(), now()
    holder = in_transaction(lambda: identify(text, rules, at))
    if isinstance(holder, BlankCard):
        return go_to("counter.new_member", card=holder.number)
    if isinstance(holder, str):
        return go_to("counter.voucher", code=holder)
    refuse_own_card(till, holder.id)
    return go_to("counter.purchase", number=holder.number)
