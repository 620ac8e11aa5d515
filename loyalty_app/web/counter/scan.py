from functools import partial
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from ...clock import now
from ...counter.models import ClaimSlip
from ...counter.operations import identify
from ...counter.queries import MOST_NAMED, members_called
from ...counter.rules import may_search_names, refuse_own_card
from ...errors import LoyaltyError, MalformedCode, UnknownMember
from ...extensions import in_transaction
from ...members.models import BlankCard
from ...members.rotating import shown_in
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme, the_staff
from . import bp
from .fields import code_field, refuse
from .till import phone_was_here, the_till


class ScanForm(Form):
    code = code_field(_l("Card, phone number or voucher"), _l("Scan a card, or type its number."))
    after = HiddenField()
    """The receipt of who was served before."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        if may_search_names(the_staff().role):
            self.code.label.text = _l("Card, phone number, voucher or name")


@bp.get("/")
def scan() -> ResponseReturnValue:
    return render("counter/scan", form=ScanForm())


@bp.post("/")
def find() -> ResponseReturnValue:
    """Posted, so that no code stands in an address or a log."""
    form = ScanForm()
    if form.validate():
        try:
            return _open(form.code.data, form.after.data)
        except (MalformedCode, UnknownMember) as refusal:
            if named := members_called(form.code.data, the_staff().role):
                more = len(named) > MOST_NAMED
                return render("counter/scan", form=form, named=named[:MOST_NAMED], more=more)
            refuse(form.code, refusal)
        except LoyaltyError as refusal:
            refuse(form.code, refusal)
    return render("counter/scan", 422, form=form)


def _open(text: str, after: str) -> ResponseReturnValue:
    rules, till, at = programme(), the_till(), now()
    shown = shown_in(text)
    find = partial(identify, text, rules, at)
    # Only a code that changes is used up by a scan; all else waits for no till that writes.
    holder = in_transaction(find) if shown else find()
    if isinstance(holder, BlankCard):
        return go_to("counter.new_member", card=holder.number)
    if isinstance(holder, ClaimSlip):
        return go_to("counter.slip", code=holder.code)
    if isinstance(holder, str):
        return go_to("counter.voucher", code=holder)
    refuse_own_card(till, holder.id)
    if shown:
        phone_was_here(holder.id)
    return go_to("counter.purchase", number=holder.number, after=after or None)
