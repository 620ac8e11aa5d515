from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from ...counter.operations import give
from ...counter.queries import member_numbered
from ...counter.rules import gifts_of
from ...counter.values import Till
from ...engine import Recorded
from ...errors import NotAllowed
from ...gifts.queries import given_in
from ...programme.calendar import MONTH, next_start
from ...programme.sections.gifts import ByHand
from ...receipts.names import reward_name
from ..pages import render
from ..visitor import programme, the_staff
from . import bp
from .approval import ApprovedForm
from .fields import ThanksForm
from .guest import guest_of
from .till import served, the_till


class GiftForm(ApprovedForm, ThanksForm):
    reward = RadioField(
        _l("What"),
        choices=lambda: [
            SelectChoice(id_, reward_name(id_, programme())) for id_ in _by_hand().rewards
        ],
        default=lambda: _by_hand().rewards[0],
    )


@bp.get("/members/<path:number>/gift")
def gift(number: str) -> ResponseReturnValue:
    return _page(number, GiftForm())


@bp.post("/members/<path:number>/gift")
def give_gift(number: str) -> ResponseReturnValue:
    form, rules = GiftForm(), programme()
    if not form.validate():
        return _page(number, form, 422)
    member_id, key = member_numbered(number).id, form.key.data
    reward, thanks = form.reward.data, form.thanks.data.strip()

    def verb(till: Till) -> Recorded:
        return give(till, rules, member_id, key, reward, thanks)

    return form.record(form.thanks, verb) or _page(number, form, 422)


def _page(number: str, form: GiftForm, status: int = 200) -> ResponseReturnValue:
    """With how many are left this month, of how many, and when there are new ones."""
    member, today = served(number), the_till().today
    monthly = _by_hand().monthly
    return render(
        "counter/gift",
        status,
        form=form,
        guest=guest_of(programme(), member),
        monthly=monthly,
        left=max(0, monthly - given_in(today)),
        renewed_on=next_start(today, MONTH),
    )


def _by_hand() -> ByHand:
    """Raises NotAllowed, also where nothing is given by hand."""
    by_hand = gifts_of(the_staff().role, programme())
    if by_hand is None:
        raise NotAllowed
    return by_hand
