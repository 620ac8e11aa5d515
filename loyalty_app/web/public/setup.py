from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from ...extensions import in_transaction
from ...opening.operations import AlreadyFounded, Founding, found
from ...opening.queries import is_founded
from ...sessions.operations import sign_in_staff
from ...staff.passwords import WeakPassword, check_strength, hashed
from ..forms import Form
from ..pages import go_to, render
from ..visitor import remember
from . import bp

NEEDED = _l("Please fill this in.")


class SetupForm(Form):
    shop = StringField(_l("Name of the shop"), [DataRequired(NEEDED), Length(max=60)])
    preset = RadioField(
        _l("What kind of shop"),
        choices=lambda: [
            SelectChoice("cafe", _("A café or bar")),
            SelectChoice("shop", _("Any other shop")),
        ],
        default="cafe",
    )
    name = StringField(_l("Your name"), [DataRequired(NEEDED), Length(max=120)])
    login = StringField(_l("Your e-mail address"), [DataRequired(NEEDED), Length(max=254)])
    password = PasswordField(_l("A password"), [DataRequired(NEEDED)])

    def validate_password(self, field: PasswordField) -> None:
        try:
            check_strength(field.data or "", self.name.data or "", self.login.data or "")
        except WeakPassword as weak:
            raise ValidationError(str(weak)) from weak


@bp.get("/setup")
def setup() -> ResponseReturnValue:
    if is_founded():
        return go_to("public.staff_login")
    return render("public/setup", form=SetupForm())


@bp.post("/setup")
def set_up() -> ResponseReturnValue:
    """The first shop with its owner; whoever comes second signs in."""
    form = SetupForm()
    if is_founded():
        return go_to("public.staff_login")
    if not form.validate():
        return render("public/setup", 422, form=form)
    founding = Founding(
        name=form.name.data,
        login=form.login.data,
        password=hashed(form.password.data),
        shop=form.shop.data,
        preset=form.preset.data,
    )
    try:
        token = in_transaction(lambda: sign_in_staff(found(founding)))
    except AlreadyFounded:
        return go_to("public.staff_login")
    remember(token)
    return go_to("console.today")
