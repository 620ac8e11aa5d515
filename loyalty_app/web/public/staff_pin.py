from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired

from ...extensions import in_transaction
from ...staff.operations import WrongLogin
from ...staff.passwords import hashed
from ...staff.pins import UnfitPin, check_pin, set_pin
from ...staff.tries import TooManyTries
from ..forms import Form
from ..pages import go_to, go_to_url, render
from ..visitor import me
from . import bp
from .staff_login import first_page, prove


class PinField(StringField):
    """Four to six digits that nobody guesses, or nothing."""

    def pre_validate(self, form: Form) -> None:
        self.data = "".join((self.data or "").split())
        try:
            if self.data:
                check_pin(self.data)
        except UnfitPin as unfit:
            raise ValidationError(str(unfit)) from unfit


class StaffPinForm(Form):
    current = PasswordField(_l("Current password"), [InputRequired(_l("Please fill this in."))])
    pin = PinField(_l("New PIN"))


@bp.get("/staff/pin")
def staff_pin() -> ResponseReturnValue:
    if me.staff is None:
        return go_to("public.staff_login", next="/staff/pin")
    return _page(StaffPinForm())


@bp.post("/staff/pin")
def choose_pin() -> ResponseReturnValue:
    """A PIN opens less than the password does, so the password is asked for."""
    if me.staff is None:
        return go_to("public.staff_login", next="/staff/pin")
    form, staff = StaffPinForm(), me.staff
    if not form.validate():
        return _page(form, 422)
    try:
        prove(staff.login, form.current.data)
    except (WrongLogin, TooManyTries) as refusal:
        form.current.errors = (str(refusal),)
        return _page(form, 422)
    secret = hashed(form.pin.data) if form.pin.data else None
    in_transaction(lambda: set_pin(staff.id, secret))
    flash(_("Your PIN is set.") if secret else _("You have no PIN any more."), "good")
    return go_to("counter.scan") if me.by_pin else go_to_url(first_page(staff))


def _page(form: StaffPinForm, status: int = 200) -> ResponseReturnValue:
    has_one = bool(me.staff and me.staff.pin_hash)
    return render("public/staff_pin", status, form=form, has_one=has_one)
