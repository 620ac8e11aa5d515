from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ...extensions import in_transaction
from ...shops.operations import ShopTaken, open_shop
from ...shops.queries import all_shops
from ...staff.models import Role
from ...staff.operations import LoginTaken, hire
from ...staff.passwords import WeakPassword, check_strength, hashed
from ...staff.queries import colleagues
from ..pages import go_to, render
from ..visitor import require
from . import bp
from .words import NEEDED, role_choices


def shop_choices() -> list[SelectChoice]:
    return [SelectChoice(str(shop.id), shop.name) for shop in all_shops()]


class HireForm(FlaskForm):
    name = StringField(_l("Name"), [DataRequired(NEEDED), Length(max=120)])
    login = StringField(_l("Login"), [DataRequired(NEEDED), Length(max=254)])
    role = SelectField(_l("Role"), choices=role_choices, default=Role.CASHIER)
    shop = SelectField(_l("Shop"), choices=shop_choices)
    password = PasswordField(_l("First password"), [DataRequired(NEEDED)])

    def validate_password(self, field: Field) -> None:
        try:
            check_strength(field.data or "", self.name.data or "", self.login.data or "")
        except WeakPassword as weak:
            raise ValidationError(str(weak)) from weak


class ShopForm(FlaskForm):
    shop_name = StringField(_l("Name of the shop"), [DataRequired(NEEDED), Length(max=120)])


@bp.get("/staff")
def staff() -> ResponseReturnValue:
    require(Role.OWNER)
    return _page()


@bp.post("/staff")
def hire_somebody() -> ResponseReturnValue:
    require(Role.OWNER)
    form = HireForm()
    if not form.validate():
        return _page(422, hiring=form)
    name, login, role = form.name.data, form.login.data, Role(form.role.data)
    shop_id, password = int(form.shop.data), hashed(form.password.data)
    try:
        in_transaction(lambda: hire(name, login, password, role, shop_id))
    except LoginTaken as taken:
        form.login.errors = (str(taken),)
        return _page(422, hiring=form)
    flash(_("%(name)s can sign in now.", name=name), "good")
    return go_to("console.staff")


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
    status: int = 200, *, hiring: HireForm | None = None, opening: ShopForm | None = None
) -> ResponseReturnValue:
    return render(
        "console/staff",
        status,
        people=colleagues(),
        shops=all_shops(),
        hiring=hiring or HireForm(formdata=None),
        opening=opening or ShopForm(formdata=None),
    )
