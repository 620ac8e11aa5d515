from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from ...errors import UnknownMember
from ...extensions import in_transaction
from ...insight.directory import member_called, number_of
from ...sessions.operations import sign_out_staff_everywhere
from ...staff.models import Role, Staff
from ...staff.operations import LastOwner, assign, change_password, dismiss, link_card
from ...staff.passwords import WeakPassword, check_strength, hashed
from ...staff.queries import colleague as colleague_of
from ..forms import Form
from ..pages import go_to, render
from ..visitor import require
from . import bp
from .staff import shop_choices
from .words import NEEDED, role_choices


class AssignForm(Form):
    role = SelectField(_l("Role"), choices=role_choices)
    shop = SelectField(_l("Shop"), choices=shop_choices)


class CardForm(Form):
    number = StringField(_l("Number of their own card"), [Length(max=40)])


class PasswordForm(Form):
    password = PasswordField(_l("New password"), [DataRequired(NEEDED)])


@bp.get("/staff/<int:staff_id>")
def colleague(staff_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    return _page(colleague_of(staff_id))


@bp.post("/staff/<int:staff_id>")
def assign_colleague(staff_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    form, somebody = AssignForm(), colleague_of(staff_id)
    if not form.validate():
        return _page(somebody, 422, assigning=form)
    role, shop_id = Role(form.role.data), int(form.shop.data)
    try:
        in_transaction(lambda: assign(staff_id, role, shop_id))
    except LastOwner as refusal:
        form.role.errors = (str(refusal),)
        return _page(somebody, 422, assigning=form)
    flash(_("Saved."), "good")
    return go_to("console.colleague", staff_id=staff_id)


@bp.post("/staff/<int:staff_id>/card")
def link_own_card(staff_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    form, somebody = CardForm(), colleague_of(staff_id)
    number = "".join((form.number.data or "").split())
    try:
        member_id = member_called(number).id if number else None
    except UnknownMember as unknown:
        form.number.errors = (str(unknown),)
        return _page(somebody, 422, card=form)
    in_transaction(lambda: link_card(staff_id, member_id))
    flash(_("Saved."), "good")
    return go_to("console.colleague", staff_id=staff_id)


@bp.post("/staff/<int:staff_id>/password")
def give_password(staff_id: int) -> ResponseReturnValue:
    """A new password signs them out everywhere."""
    require(Role.OWNER)
    form, somebody = PasswordForm(), colleague_of(staff_id)
    password = form.password.data or ""
    try:
        check_strength(password, somebody.name, somebody.login)
    except WeakPassword as weak:
        form.password.errors = (str(weak),)
        return _page(somebody, 422, password=form)
    secret = hashed(password)
    in_transaction(lambda: sign_out_staff_everywhere(change_password(staff_id, secret)))
    flash(_("%(name)s signs in with the new password now.", name=somebody.name), "good")
    return go_to("console.colleague", staff_id=staff_id)


@bp.post("/staff/<int:staff_id>/dismiss")
def dismiss_colleague(staff_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    somebody = colleague_of(staff_id)
    try:
        in_transaction(lambda: sign_out_staff_everywhere(dismiss(staff_id)))
    except LastOwner as refusal:
        return _page(somebody, 422, refusal=str(refusal))
    flash(_("%(name)s cannot sign in any more.", name=somebody.name), "good")
    return go_to("console.staff")


def _page(
    somebody: Staff, status: int = 200, refusal: str = "", **forms: Form
) -> ResponseReturnValue:
    own = number_of(somebody.member_id) if somebody.member_id else ""
    shown = {
        "assigning": AssignForm(
            formdata=None, role=somebody.role.value, shop=str(somebody.shop_id)
        ),
        "card": CardForm(formdata=None, number=own),
        "password": PasswordForm(formdata=None),
        **forms,
    }
    return render("console/colleague", status, somebody=somebody, refusal=refusal, **shown)
