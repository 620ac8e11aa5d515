import uuid

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Regexp

from ... import engine
from ...activities.values import OWN_PHONE, Activity, By, Kind
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...programme.sections.base import MAX_POINTS
from ...rewards.queries import catalogue, ticket_issued_by
from ...standing.queries import standing_today
from ..pages import go_to, render
from ..visitor import programme, the_member
from . import bp


class ClaimForm(FlaskForm):
    """`key` makes two taps one claim; `price` is what the member saw and agreed to."""

    key = HiddenField(validators=[Regexp("^[0-9a-f]{32}$")])
    price = IntegerField(validators=[NumberRange(1, MAX_POINTS)])


@bp.get("/rewards")
def rewards() -> ResponseReturnValue:
    return _page()


@bp.post("/rewards/<reward>/claim")
def claim(reward: str) -> ResponseReturnValue:
    form = ClaimForm()
    if not form.validate():
        abort(400)
    activity = Activity(
        member=the_member().id,
        kind=Kind.CLAIM,
        source=OWN_PHONE,
        reference=form.key.data,
        channel="web",
        reward=reward,
        points=form.price.data,
        by=By.MEMBER,
    )
    try:
        done = in_transaction(lambda: engine.record(activity))
    except LoyaltyError as refusal:
        return _page(409, refusal=str(refusal))
    flash(_("Yours. Show this code at the counter."), "good")
    return go_to("member.voucher", code=ticket_issued_by(done.activity.id).code)


def _page(status: int = 200, refusal: str = "") -> ResponseReturnValue:
    rules = programme()
    standing = standing_today(rules, the_member().id)
    return render(
        "member/rewards",
        status,
        standing=standing,
        offers=catalogue(rules, standing),
        new_key=lambda: uuid.uuid4().hex,
        refusal=refusal,
    )
