"""What the code of a slip leads to: its member collects what they bought without their card."""

from flask import flash, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from ...counter.queries import preview
from ...counter.slips import UnknownSlip, collect, refuse_closed, sale_of, slip_coded, slip_in
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...receipts.words import entry
from ...shops.queries import shop_coded
from ...texts import money
from ..forms import Form
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp
from .login import AFTERWARDS


class SlipForm(Form):
    code = StringField(
        _l("The ten letters and digits on the slip"),
        [DataRequired(_l("Type what stands below the code on the slip.")), Length(max=200)],
    )


@bp.get("/s")
def type_slip() -> ResponseReturnValue:
    return render("public/type_slip", form=SlipForm())


@bp.post("/s")
@limiter.limit("20 per minute")
def find_slip() -> ResponseReturnValue:
    form = SlipForm()
    if not form.validate():
        return render("public/type_slip", 422, form=form)
    if found := slip_in(form.code.data):
        return go_to("public.slip", code=found.code)
    form.code.errors = (str(UnknownSlip()),)
    return render("public/type_slip", 422, form=form)


@bp.get("/s/<code>")
@limiter.limit("60 per minute")
def slip(code: str) -> ResponseReturnValue:
    """Looking collects nothing."""
    if me.member is None:
        session[AFTERWARDS] = url_for("public.slip", code=slip_coded(code).code)
    return _page(code)


@bp.post("/s/<code>")
@limiter.limit("60 per minute")
def collect_slip(code: str) -> ResponseReturnValue:
    if me.member is None:
        return go_to("public.slip", code=code)
    member_id = me.member.id
    try:
        done = in_transaction(lambda: collect(code, member_id))
    except LoyaltyError as refusal:
        return _page(code, 409, refusal=str(refusal))
    if not done.repeated:
        flash(_("Collected: it stands on your card."), "good")
    return go_to("member.card")


def _page(code: str, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    found, rules = slip_coded(code), programme()
    entries = []
    try:
        refuse_closed(found)
        if me.member and not refusal:
            outcomes = preview(rules, sale_of(found, me.member.id))
            entries = [entry(outcome, rules) for outcome in outcomes]
    except LoyaltyError as closed:
        refusal = refusal or str(closed)
    return render(
        "public/slip",
        status,
        code=found.code,
        amount=money(found.amount, rules.currency) if found.amount else "",
        place=shop_coded(found.shop),
        made_at=found.made_at,
        entries=entries,
        refusal=refusal,
    )
