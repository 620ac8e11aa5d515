from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, ValidationError
from wtforms.validators import InputRequired

from ...sessions.operations import renew_password
from ...staff.operations import WrongLogin
from ...staff.passwords import WeakPassword, check_strength, hashed
from ...staff.tries import TooManyTries
from ..forms import Form
from ..pages import go_to, go_to_url, render
from ..visitor import me, open_shift, the_staff
from . import bp
from .staff_login import first_page, prove


class StaffPasswordForm(Form):
    current = PasswordField(_l("Current password"), [InputRequired(_l("Please fill this in."))])
    new = PasswordField(_l("New password"), [InputRequired(_l("Please fill this in."))])

    def validate_new(self, field: Field) -> None:
        try:
            check_strength(field.data or "", the_staff().name, the_staff().login)
        except WeakPassword as weak:
            raise ValidationError(str(weak)) from weak


@bp.get("/staff/password")
def staff_password() -> ResponseReturnValue:
    if me.staff is None:
        return go_to("public.staff_login", next="/staff/password")
    return render("public/staff_password", form=StaffPasswordForm())


@bp.post("/staff/password")
def change_own_password() -> ResponseReturnValue:
    if me.staff is None:
        return go_to("public.staff_login", next="/staff/password")
    form, staff = StaffPasswordForm(), me.staff
    if not form.validate():
        return render("public/staff_password", 422, form=form)
    try:
        prove(staff.login, form.current.data)
    except (WrongLogin, TooManyTries) as refusal:
        form.current.errors = (str(refusal),)
        return render("public/staff_password", 422, form=form)
    staff_id, secret = staff.id, hashed(form.new.data)
    open_shift(lambda: renew_password(staff_id, secret))
    flash(_("Your new password is set. Every other browser was signed out."), "good")
    return go_to_url(first_page(the_staff()))
