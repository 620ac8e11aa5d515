from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from ...activities.values import Line
from ...counter.favourites import in_words
from ...counter.operations import refund
from ...counter.queries import entry_of, returnable
from ...counter.rules import refuse_refunding
from ...texts import money
from ..forms import Form
from ..keys import KeyField
from ..pages import render
from ..visitor import programme
from . import bp
from .fields import MoneyField, record_sent
from .till import the_till


class RefundForm(Form):
    key = KeyField()
    items = SelectMultipleField(
        _l("What comes back"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    amount = MoneyField(_l("How much is given back"))

    def offer(self, lines: list[Line], *, all_of_them: bool = False) -> None:
        """What is left of the lines. A form that is sent twice may name what has gone since."""
        self.items.choices = [
            SelectChoice(str(index), _line_words(line))
            for index, line in enumerate(lines)
            if line.amount or all_of_them
        ]

    def validate_amount(self, field: MoneyField) -> None:
        if not field.errors and (field.data is None) != bool(self.items.data):
            raise ValidationError(_("Either an amount, or the items that come back."))


@bp.get("/receipts/<activity_id>/refund")
def refund_receipt(activity_id: str) -> ResponseReturnValue:
    return _page(activity_id, RefundForm())


@bp.post("/receipts/<activity_id>/refund")
def give_back(activity_id: str) -> ResponseReturnValue:
    form, till = RefundForm(), the_till()
    form.offer(returnable(entry_of(activity_id)).lines, all_of_them=True)
    if not form.validate():
        return _page(activity_id, form, 422)
    key, amount, items = form.key.data, form.amount.data or 0, tuple(form.items.data)
    verb = partial(refund, till, activity_id, key, amount, items)
    return record_sent(form.key, form.amount, verb) or _page(activity_id, form, 422)


def _page(activity_id: str, form: RefundForm, status: int = 200) -> ResponseReturnValue:
    entry = entry_of(activity_id)
    refuse_refunding(the_till(), entry)
    sale = returnable(entry)
    form.offer(sale.lines)
    return render("counter/refund", status, form=form, sale=sale, activity_id=activity_id)


def _line_words(line: Line) -> str:
    name = in_words(line.sku or line.category, programme()) or _("Everything else")
    number = f"{line.quantity} × " if line.quantity and (line.sku or line.category) else ""
    return f"{number}{name} · {money(line.amount, programme().currency)}"
