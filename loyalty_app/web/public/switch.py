"""Another person at the same counter: on a device of the shop a tap and a PIN let them in."""

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from wtforms import HiddenField, IntegerField, PasswordField
from wtforms.validators import InputRequired, Optional

from ...devices.models import Device
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...sessions.operations import end_shift
from ...staff.models import Staff
from ...staff.pins import PinLocked, people_with_pins
from ...staff.queries import colleague
from ..device import current_device
from ..forms import Form
from ..locking import note_use
from ..pages import go_to, go_to_url, own_path, render, wants_fragment
from ..pins import prove_pin
from ..visitor import me, open_shift
from . import bp


class SwitchForm(Form):
    """`stays`: over whose page it is asked; for them the page stays as it is."""

    who = IntegerField(validators=[Optional()])
    pin = PasswordField(_l("PIN"), [InputRequired(_l("Type the PIN."))])
    stays = HiddenField()
    next = HiddenField()


@bp.get("/staff/switch")
def switch() -> ResponseReturnValue:
    device = current_device()
    if device is None:
        return go_to("public.staff_login", next=request.args.get("next"))
    return _page(device, SwitchForm(request.args))


@bp.post("/staff/switch")
@limiter.limit("60 per minute")
def switch_person() -> ResponseReturnValue:
    form, device = SwitchForm(), current_device()
    if device is None:
        return go_to("public.staff_login", next=form.next.data)
    if not form.validate():
        return _page(device, form, 422)
    try:
        staff = prove_pin(device, form.who.data, form.pin.data)
    except LoyaltyError as refusal:
        form.pin.errors = (str(refusal),)
        return _page(device, form, 429 if isinstance(refusal, PinLocked) else 422)
    staff_id = staff.id
    open_shift(lambda: colleague(staff_id), by_pin=True)
    note_use()
    if wants_fragment() and form.stays.data == str(staff_id):
        return "", 204, {"HX-Trigger": "unlocked"}
    return go_to_url(own_path(form.next.data, url_for("counter.scan")))


@bp.post("/staff/lock")
def lock() -> ResponseReturnValue:
    """The shift ends, for the next person or for the same one again; the page itself may stay."""
    form, device, visitor = SwitchForm(), current_device(), me.visitor
    if visitor:
        in_transaction(lambda: end_shift(visitor.token))
        if visitor.member is None:
            logout_user()
    if device is None or not wants_fragment():
        return go_to("public.switch")
    return _page(device, form)


def _page(device: Device, form: SwitchForm, status: int = 200) -> ResponseReturnValue:
    people = people_with_pins(device.shop_id)
    chosen: Staff | None = next((one for one in people if one.id == form.who.data), None)
    return render("public/switch", status, device=device, people=people, chosen=chosen, form=form)
