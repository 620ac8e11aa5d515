from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from ...extensions import limiter
from ...sessions.invitations import InvitationOver, Invited, accept, invitation_of
from ...staff.models import Staff
from ...staff.operations import LoginTaken
from ...staff.passwords import WeakPassword, check_strength, hashed
from ...staff.pins import set_pin
from ..forms import Form
from ..pages import go_to, go_to_url, render
from ..visitor import open_shift, the_staff
from . import bp
from .staff_login import first_page
from .staff_pin import PinField

NEEDED = _l("Please fill this in.")


class AcceptForm(Form):
    called = ""
    login = StringField(_l("Your login"), [DataRequired(NEEDED), Length(max=254)])
    password = PasswordField(_l("Your password"), [DataRequired(NEEDED)])
    pin = PinField(_l("A PIN, if you like"))

    def validate_password(self, field: Field) -> None:
        try:
            check_strength(field.data or "", self.called, self.login.data or "")
        except WeakPassword as weak:
            raise ValidationError(str(weak)) from weak


@bp.get("/staff/invited/<token>")
@limiter.limit("60 per minute")
def invited(token: str) -> ResponseReturnValue:
    """What the link leads to. Looking uses nothing up."""
    found = invitation_of(token)
    address = found.invitation.email if found else None
    return _page(token, found, AcceptForm(formdata=None, login=address))


@bp.post("/staff/invited/<token>")
@limiter.limit("60 per minute")
def accept_invitation(token: str) -> ResponseReturnValue:
    found = invitation_of(token)
    form = AcceptForm()
    if found is None or not found.is_open:
        return go_to("public.invited", token=token)
    form.called = found.invitation.name
    if not form.validate():
        return _page(token, found, form, 422)
    login, password = form.login.data, hashed(form.password.data)
    pin = hashed(form.pin.data) if form.pin.data else None

    def newcomer() -> Staff:
        staff = accept(token, login, password)
        set_pin(staff.id, pin)
        return staff

    try:
        open_shift(newcomer)
    except LoginTaken as taken:
        form.login.errors = (str(taken),)
        return _page(token, found, form, 422)
    except InvitationOver:
        return go_to("public.invited", token=token)
    return go_to_url(first_page(the_staff()))


def _page(
    token: str, found: Invited | None, form: AcceptForm, status: int = 200
) -> ResponseReturnValue:
    is_open = found is not None and found.is_open
    return render(
        "public/invited",
        status if is_open else 410,
        invited=found if is_open else None,
        token=token,
        form=form,
    )
