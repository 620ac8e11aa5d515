from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Regexp

from ... import engine
from ...activities.values import OWN_PHONE, Activity, By, Kind
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...programme.reward_sentences import paying_words, what_comes_back, what_it_is
from ...programme.rule_sentences import either
from ...programme.sections.base import MAX_POINTS
from ...rewards.offers import Offer, OfferState
from ...rewards.pictures import pictured
from ...rewards.queries import catalogue, ticket_of_claim
from ...shops.queries import all_shops
from ...standing.queries import standing_today
from ...texts import say
from ..forms import Form
from ..keys import new_key
from ..pages import go_to, render
from ..visitor import programme, the_member
from ..words import in_measure
from . import bp


class ClaimForm(Form):
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
    return go_to("member.voucher", code=ticket_of_claim(done.activity).code)


def _page(status: int = 200, refusal: str = "") -> ResponseReturnValue:
    rules = programme()
    standing = standing_today(rules, the_member().id)
    paying = rules.pay_with_points
    places = any(reward.shops for reward in rules.rewards)
    names = {shop.code: shop.name for shop in all_shops()} if places else {}
    return render(
        "member/rewards",
        status,
        standing=standing,
        offers=catalogue(rules, standing),
        pictures=pictured(),
        new_key=new_key,
        refusal=refusal,
        what_it_is=lambda reward: what_it_is(reward, rules.currency),
        in_shops=lambda shops: either([names.get(code, code) for code in shops]),
        why_not=_why_not,
        paying=_in_a_row(paying_words(paying, rules.currency)) if paying else [],
        comes_back=what_comes_back(rules.vouchers),
    )


def _in_a_row(words: tuple[str, tuple[str, ...]]) -> list[str]:
    first, more = words
    return [first, *more]


def _why_not(offer: Offer) -> str:
    """Why a reward cannot be had now, with what there is instead, or how far its tier is."""
    if offer.instead:
        return _("Sold out. Instead: %(reward)s.", reward=say(offer.instead.name))
    if offer.climb:
        return _(
            "From %(tier)s on: %(much)s to go.",
            tier=say(offer.climb.level.name),
            much=in_measure(offer.climb.missing),
        )
    return _("Sold out.") if offer.state is OfferState.OUT else str(offer.refusal)
