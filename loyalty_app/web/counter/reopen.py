"""A voucher that was used by mistake is made good again, by a manager and for a reason."""

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ...activities.values import Kind
from ...counter.operations import undo
from ...counter.rules import ManagersReopen
from ...errors import LoyaltyError, UnknownActivity
from ...extensions import in_transaction
from ...receipts.queries import receipt_of
from ...staff.models import Role
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .fields import refuse
from .till import the_till


class ReopenForm(Form):
    reason = StringField(
        _l("Reason"),
        [
            DataRequired(_l("Say why: the member reads it beside their voucher.")),
            Length(max=200),
        ],
    )


@bp.get("/receipts/<activity_id>/reopen")
def reopen_voucher(activity_id: str) -> ResponseReturnValue:
    return _page(activity_id, ReopenForm())


@bp.post("/receipts/<activity_id>/reopen")
def make_good_again(activity_id: str) -> ResponseReturnValue:
    form, till, rules = ReopenForm(), the_till(), programme()
    if not form.validate():
        return _page(activity_id, form, 422)
    reason = form.reason.data.strip()
    try:
        in_transaction(lambda: undo(till, rules, activity_id, reason))
    except LoyaltyError as refusal:
        refuse(form.reason, refusal)
        return _page(activity_id, form, 422)
    return go_to("counter.receipt", activity_id=activity_id)


def _page(activity_id: str, form: ReopenForm, status: int = 200) -> ResponseReturnValue:
    slip = receipt_of(activity_id)
    if not the_till().role.includes(Role.MANAGER):
        raise ManagersReopen
    if slip.kind is not Kind.USE:
        raise UnknownActivity(reference=activity_id)
    return render("counter/reopen", status, form=form, slip=slip)
