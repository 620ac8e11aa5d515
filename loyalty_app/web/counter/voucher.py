from flask.typing import ResponseReturnValue

from ...counter.operations import use_voucher
from ...counter.queries import voucher_by_code
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...receipts.names import reward_name
from ...rewards.queries import terms_of
from ...shops.queries import shop_names
from ...staff.models import Role
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .till import the_till


class VoucherForm(Form):
    key = KeyField()


@bp.get("/vouchers/<code>")
def voucher(code: str) -> ResponseReturnValue:
    return _page(code, VoucherForm())


@bp.post("/vouchers/<code>")
def hand_over(code: str) -> ResponseReturnValue:
    form, till = VoucherForm(), the_till()
    if not form.validate():
        return _page(code, VoucherForm(formdata=None), 422)
    key = form.key.data
    try:
        done = in_transaction(lambda: use_voucher(till, code, key))
    except LoyaltyError as refusal:
        return _page(code, form, 409, str(refusal))
    return go_to("counter.receipt", activity_id=done.activity.id, done=1)


def _page(code: str, form: VoucherForm, status: int = 200, why: str = "") -> ResponseReturnValue:
    slip, till = voucher_by_code(code), the_till()
    terms = terms_of(slip.voucher.id)
    return render(
        "counter/voucher",
        status,
        form=form,
        slip=slip,
        state=slip.state(till.today).value,
        may_reopen=till.role.includes(Role.MANAGER),
        reward=reward_name(slip.voucher.reward, programme()),
        terms=terms,
        shops=shop_names(terms.shops),
        why=why,
    )
