"""Slips for who has forgotten their card: made, shown, printed, credited to a card, withdrawn."""

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ...clock import now
from ...counter.models import ClaimSlip
from ...counter.operations import identify
from ...counter.slips import credit, is_open, make_slip, slip_coded, withdraw
from ...counter.values import Till
from ...engine import Recorded
from ...errors import LoyaltyError, UnknownMember
from ...extensions import in_transaction
from ...members.models import Member
from ...programme.document import Programme
from ...staff.models import Role
from ...texts import money, say
from ..addresses import public_address
from ..forms import Form
from ..pages import go_to, render
from ..qr import qr_svg
from ..slip_paper import slip_file
from ..visitor import programme
from ..words import in_moment
from . import bp
from .fields import code_field, refuse
from .purchase import PurchaseForm, fresh_form
from .till import the_till


class WhoseForm(Form):
    code = code_field(_l("Or scan their card now"), _l("Scan a card, or type its number."))


@bp.get("/slips/new")
def new_slip() -> ResponseReturnValue:
    return render("counter/new_slip", form=fresh_form())


@bp.post("/slips/new")
def take_slip() -> ResponseReturnValue:
    form, rules = PurchaseForm(), programme()
    if not form.validate():
        return render("counter/new_slip", 422, form=form)
    key, sale = form.key.data, form.sale
    code = form.done(form.amount, lambda till: make_slip(till, rules, key, sale))
    return go_to("counter.slip", code=code) if code else render("counter/new_slip", 422, form=form)


@bp.get("/slips/<code>")
def slip(code: str) -> ResponseReturnValue:
    """A page that waits is told only when there is something to tell."""
    if "waiting" in request.args and is_open(slip_coded(code)):
        return "", 204
    return _page(code, WhoseForm())


@bp.post("/slips/<code>")
def credit_slip(code: str) -> ResponseReturnValue:
    form, till, rules = WhoseForm(), the_till(), programme()
    if not form.validate():
        return _page(code, form, 422)
    try:
        done = in_transaction(lambda: _credit(till, code, form.code.data, rules))
    except LoyaltyError as refusal:
        refuse(form.code, refusal)
        return _page(code, form, 422)
    return go_to("counter.receipt", activity_id=done.activity.id, done=1)


@bp.post("/slips/<code>/withdraw")
def withdraw_slip(code: str) -> ResponseReturnValue:
    till = the_till()
    try:
        in_transaction(lambda: withdraw(till, code))
    except LoyaltyError as refusal:
        return _page(code, WhoseForm(formdata=None), 409, why=str(refusal))
    return go_to("counter.slip", code=code)


@bp.get("/slips/<code>.pdf")
def slip_to_print(code: str) -> ResponseReturnValue:
    found, rules = slip_coded(code), programme()
    words = (
        _("Your points for %(amount)s", amount=money(found.amount, rules.currency)),
        _("Scan this with your phone and collect what is yours."),
        _("Good once, until %(moment)s.", moment=in_moment(found.expires_at)),
    )
    file = slip_file(say(rules.name), _address(found), found.code, words)
    headers = {"Content-Disposition": f'inline; filename="slip-{found.code}.pdf"'}
    return Response(file, mimetype="application/pdf", headers=headers)


def _credit(till: Till, code: str, card: str, rules: Programme) -> Recorded:
    """Raises what `identify` and `credit` raise; UnknownMember for what is nobody's card."""
    holder = identify(card, rules, now())
    if not isinstance(holder, Member):
        raise UnknownMember(code=card[:40])
    return credit(till, code, holder.id)


def _page(code: str, form: WhoseForm, status: int = 200, why: str = "") -> ResponseReturnValue:
    found, till = slip_coded(code), the_till()
    return render(
        "counter/slip",
        status,
        form=form,
        slip=found,
        why=why,
        is_open=is_open(found),
        amount=money(found.amount, programme().currency),
        may_withdraw=found.staff_id == till.staff_id or till.role.includes(Role.MANAGER),
        qr=qr_svg(_address(found)),
    )


def _address(slip: ClaimSlip) -> str:
    return public_address("public.slip", code=slip.code)
