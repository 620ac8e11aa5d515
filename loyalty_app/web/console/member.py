from functools import partial

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from ...counter.rules import gifts_of
from ...extensions import in_transaction
from ...insight.directory import member_called
from ...members.consents import ASKED
from ...members.queries import consents_of
from ...privacy.operations import erase
from ...receipts.queries import receipts_of_member
from ...rewards.queries import open_tickets
from ...sessions.queries import new_phones_of
from ...shops.queries import shop_coded
from ...staff.models import Role
from ...stamps.queries import cards_of
from ...standing.queries import next_expiry, standing_today, today
from ...tiers.progress import progress
from ..forms import Form
from ..pages import go_to, render
from ..paging import page_of
from ..visitor import programme, require, the_staff
from . import bp

PAGE = 15
NEWEST_PHONES = 5


class EraseForm(Form):
    sure = BooleanField(
        _l("Erase this member and everything that says who they are"),
        [InputRequired(_l("Tick this first: it cannot be undone."))],
    )


@bp.get("/members/<path:number>")
def member(number: str) -> ResponseReturnValue:
    found, rules = member_called(number), programme()
    page = page_of(partial(receipts_of_member, found.id), PAGE, number=number)
    standing = standing_today(rules, found.id)
    return render(
        "console/member",
        member=found,
        standing=standing,
        tier=progress(rules, standing),
        expiry=next_expiry(standing),
        cards=cards_of(rules, standing),
        tickets=open_tickets(found.id, today(rules)),
        consents=[(ASKED[purpose], given) for purpose, given in consents_of(found.id).items()],
        joined_at=_shop_name(found.joined_via),
        new_phones=new_phones_of(found.id, limit=NEWEST_PHONES),
        page=page,
        may_give=gifts_of(the_staff().role, rules) is not None,
        may_erase=the_staff().role.includes(Role.OWNER),
    )


@bp.get("/members/<path:number>/erase")
def erase_member(number: str) -> ResponseReturnValue:
    """Says what would be lost; nothing is, yet."""
    require(Role.OWNER)
    return render("console/erase", member=member_called(number), form=EraseForm())


@bp.post("/members/<path:number>/erase")
def erase_for_good(number: str) -> ResponseReturnValue:
    require(Role.OWNER)
    form, found = EraseForm(), member_called(number)
    if not form.validate():
        return render("console/erase", 422, member=found, form=form)
    in_transaction(lambda: erase(found.id))
    flash(_("Nothing here says any more who this was."), "good")
    return go_to("console.members")


def _shop_name(code: str | None) -> str:
    shop = shop_coded(code) if code else None
    return shop.name if shop else ""
