from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from ...extensions import in_transaction, limiter
from ...sessions.operations import end_shift
from ...staff.models import Role, Staff
from ...staff.operations import WrongLogin, try_login, welcome
from ...staff.passwords import matches
from ...staff.tries import TooManyTries
from ..device import current_device
from ..forms import Form
from ..pages import go_to, go_to_url, own_path, render
from ..visitor import me, open_shift, the_staff
from . import bp


class StaffLoginForm(Form):
    login = StringField(_l("Login"), [InputRequired(_l("Your e-mail address or name."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Your password."))])
    next = HiddenField()


def first_page(staff: Staff) -> str:
    manages = staff.role.includes(Role.MANAGER)
    return url_for("console.today" if manages else "counter.scan")


@bp.get("/staff")
def staff_login() -> ResponseReturnValue:
    if me.staff and not me.by_pin:
        return go_to_url(own_path(request.args.get("next"), first_page(me.staff)))
    form = StaffLoginForm(next=request.args.get("next", ""))
    return _page(form)


@bp.post("/staff")
@limiter.limit("30 per minute")
def staff_sign_in() -> ResponseReturnValue:
    form = StaffLoginForm()
    if not form.validate():
        return _page(form, 422)
    try:
        staff = prove(form.login.data, form.password.data)
    except (WrongLogin, TooManyTries) as refusal:
        status = 429 if isinstance(refusal, TooManyTries) else 422
        return _page(form, status, str(refusal))
    staff_id = staff.id
    open_shift(lambda: welcome(staff_id))
    return go_to_url(own_path(form.next.data, first_page(the_staff())))


def _page(form: StaffLoginForm, status: int = 200, refusal: str = "") -> ResponseReturnValue:
    device = current_device()
    return render("public/staff_login", status, form=form, refusal=refusal, device=device)


def prove(login: str, password: str) -> Staff:
    """Who this is. The try is counted before the password is compared, outside of transactions
    since that takes long. Raises WrongLogin, TooManyTries."""
    staff = in_transaction(lambda: try_login(login))
    if not matches(staff.password_hash if staff else None, password) or staff is None:
        raise WrongLogin
    return staff


@bp.post("/staff/sign-out")
def staff_sign_out() -> ResponseReturnValue:
    """The shift ends; a card that is open in this browser stays."""
    if visitor := me.visitor:
        in_transaction(lambda: end_shift(visitor.token))
        if visitor.member is None:
            logout_user()
    return go_to("public.switch" if current_device() else "public.staff_login")
