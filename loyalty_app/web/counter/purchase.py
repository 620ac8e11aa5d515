from typing import Any, NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
)
from wtforms.validators import NumberRange, Optional

from ...activities.facts import Outcome
from ...counter.favourites import favourites
from ...counter.operations import sale_activity, take
from ...counter.queries import customer_numbered, member_numbered, preview
from ...counter.rules import SameAgain
from ...counter.values import Item, Sale, Till
from ...engine import Recorded
from ...errors import LoyaltyError
from ...programme.sections.base import MAX_POINTS
from ...receipts.words import entry
from ..pages import render, wants_fragment
from ..visitor import programme
from . import bp
from .approval import ApprovedForm
from .fields import MoneyField, refuse
from .guest import guest_of
from .last import last_one
from .till import served, the_till


class ItemForm(Form):
    category = HiddenField()
    sku = HiddenField()
    quantity = IntegerField(
        _l("How many"),
        [Optional(), NumberRange(0, 999, message=_l("Write a number from 0 to 999."))],
    )
    amount = MoneyField(_l("What they cost"))


class Due(NamedTuple):
    """Minor units that are taken off a sale, and those that are left to pay in money."""

    off: int
    left: int


class PurchaseForm(ApprovedForm):
    """`question`: what is asked before the same is recorded again."""

    amount = MoneyField(_l("Amount"))
    items = FieldList(FormField(ItemForm))
    voucher = RadioField(_l("A discount"), [Optional()], validate_choice=False, default="")
    points = IntegerField(
        _l("Points that pay"),
        [Optional(), NumberRange(0, MAX_POINTS, message=_l("Write a number of points."))],
    )
    again = BooleanField()
    question = ""

    def refuse(self, field: Field, refusal: LoyaltyError) -> None:
        if isinstance(refusal, SameAgain):
            self.question = str(refusal)
        else:
            super().refuse(field, refusal)

    @property
    def sale(self) -> Sale:
        """A price without a number is one of them."""
        rows = ((row, row.quantity.data or (1 if row.amount.data else 0)) for row in self.items)
        items = (
            Item(number, row.amount.data, row.category.data, row.sku.data)
            for row, number in rows
            if number
        )
        voucher, points = self.voucher.data or "", self.points.data or 0
        return Sale(self.amount.data, tuple(items), voucher, points)

    @property
    def is_blank(self) -> bool:
        return self.amount.data is None and not self.sale.items and not self.errors


def fresh_form(voucher: str = "", *, csrf: bool = True) -> PurchaseForm:
    known = favourites(programme())
    items = [{"category": f.category, "sku": f.sku} for f in known]
    return PurchaseForm(items=items, voucher=voucher, meta={} if csrf else {"csrf": False})


@bp.get("/members/<path:number>")
def purchase(number: str) -> ResponseReturnValue:
    form = fresh_form(request.args.get("voucher", ""))
    return _page(number, form, last=last_one(request.args.get("after", "")))


@bp.post("/members/<path:number>")
def take_purchase(number: str) -> ResponseReturnValue:
    form = PurchaseForm()
    if not form.validate():
        return _page(number, form, 422)
    rules, customer = programme(), customer_numbered(number)
    key, sale, again = form.key.data, form.sale, form.again.data

    def verb(till: Till) -> Recorded:
        return take(till, rules, customer, key, sale, again=again)

    done = form.record(form.amount, verb)
    return done or _page(number, form, 409 if form.question else 422)


@bp.post("/members/<path:number>/preview")
def preview_purchase(number: str) -> ResponseReturnValue:
    """What it would bring; nothing is written. Without JavaScript the whole page, as it was."""
    form, outcomes, due = PurchaseForm(), list[Outcome](), None
    if form.validate() and not form.is_blank:
        member_id = member_numbered(number).id
        try:
            sale = sale_activity(the_till(), programme(), member_id, form.key.data, form.sale)
            outcomes = preview(programme(), sale)
            due = Due(sale.before_discounts - sale.amount, sale.amount)
        except LoyaltyError as refusal:
            refuse(form.amount, refusal)
    status = 422 if form.errors or form.amount.errors else 200
    if wants_fragment():
        return render("counter/preview", status, form=form, due=due, **_foreseen(outcomes))
    return _page(number, form, status, outcomes, due=due)


def _page(
    number: str,
    form: PurchaseForm,
    status: int = 200,
    outcomes: list[Outcome] | None = None,
    **more: Any,  # noqa: ANN401
) -> ResponseReturnValue:
    guest = guest_of(programme(), served(number))
    form.voucher.choices = [("", _("Full price")), *guest.discounts]
    foreseen = _foreseen(outcomes or [])
    return render("counter/purchase", status, form=form, guest=guest, **foreseen, **more)


def _foreseen(outcomes: list[Outcome]) -> dict[str, Any]:
    return {
        "points": sum(outcome.points for outcome in outcomes),
        "entries": [entry(outcome, programme()) for outcome in outcomes],
    }
