from datetime import timedelta

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ...clock import now
from ...extensions import in_transaction
from ...members.contacts import email_of
from ...outreach.invitation import mail_invitation
from ...programme.counter_sentences import alone
from ...sessions.invitations import invitations_since, invite, may_invite
from ...shops.operations import ShopTaken, open_shop
from ...shops.queries import all_shops
from ...staff.models import Role
from ...staff.queries import colleagues
from ..addresses import public_address
from ..forms import Form
from ..language import reader_language
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp
from .words import NEEDED, role_choices

INVITATIONS_SHOWN = timedelta(days=30)


def shop_choices() -> list[SelectChoice]:
    return [SelectChoice(str(shop.id), shop.name) for shop in all_shops()]


def offered_roles() -> list[SelectChoice]:
    """What the reader may invite to, in some shop."""
    me = the_staff()
    return [one for one in role_choices() if may_invite(me, Role(one.value), me.shop_id)]


def offered_shops() -> list[SelectChoice]:
    me = the_staff()
    return [one for one in shop_choices() if may_invite(me, Role.CASHIER, int(one.value))]


class InviteForm(Form):
    name = StringField(_l("Name"), [DataRequired(NEEDED), Length(max=120)])
    role = SelectField(_l("Role"), choices=offered_roles, default=Role.CASHIER)
    shop = SelectField(_l("Shop"), choices=offered_shops)
    email = StringField(_l("E-mail address"), [Length(max=254)])

    @property
    def address(self) -> str:
        return (self.email.data or "").strip()

    def validate_email(self, field: StringField) -> None:
        if self.address and email_of(self.address) is None:
            raise ValidationError(_("This is no e-mail address. Check it, or leave it empty."))


class ShopForm(Form):
    shop_name = StringField(_l("Name of the shop"), [DataRequired(NEEDED), Length(max=120)])


@bp.get("/staff")
def staff() -> ResponseReturnValue:
    return _page()


@bp.post("/staff")
def invite_somebody() -> ResponseReturnValue:
    form, me, language = InviteForm(), the_staff(), reader_language()
    if not form.validate():
        return _page(422, inviting=form)
    by, my_name, name = me.id, me.name, form.name.data
    role, shop_id, email = Role(form.role.data), int(form.shop.data), email_of(form.address)

    def verb() -> str:
        token, invitation = invite(by, name, role, shop_id, email, language)
        mail_invitation(invitation, my_name, public_address("public.invited", token=token))
        return token

    return go_to("console.invitation", token=in_transaction(verb))


@bp.post("/shops")
def open_another_shop() -> ResponseReturnValue:
    require(Role.OWNER)
    form = ShopForm()
    name = form.shop_name.data
    if not form.validate():
        return _page(422, opening=form)
    try:
        in_transaction(lambda: open_shop(name))
    except ShopTaken as taken:
        form.shop_name.errors = (str(taken),)
        return _page(422, opening=form)
    flash(_("%(name)s is open.", name=name), "good")
    return go_to("console.staff")


def _page(
    status: int = 200, *, inviting: InviteForm | None = None, opening: ShopForm | None = None
) -> ResponseReturnValue:
    """The owner sees everybody; a manager who works in their own shop."""
    me = the_staff()
    shop_id = None if me.role is Role.OWNER else me.shop_id
    return render(
        "console/staff",
        status,
        people=[one for one in colleagues() if shop_id in (None, one.shop_id)],
        shops=all_shops(),
        limits=list(alone(programme())),
        invitations=invitations_since(now() - INVITATIONS_SHOWN, shop_id),
        inviting=inviting or InviteForm(formdata=None),
        opening=opening or ShopForm(formdata=None),
    )
