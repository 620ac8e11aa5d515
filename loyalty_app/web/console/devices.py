from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from ...clock import now
from ...counter.quarantine import how_many_wait
from ...devices.operations import offer_device, revoke_device
from ...devices.queries import device_numbered, offer_coded
from ...devices.queries import devices as all_devices
from ...extensions import in_transaction
from ...staff.models import Role
from ..addresses import public_address
from ..forms import Form
from ..pages import go_to, render
from ..qr import qr_svg
from ..visitor import require, the_staff
from . import bp
from .staff import shop_choices
from .words import NEEDED


class DeviceForm(Form):
    name = StringField(_l("Name of the device"), [DataRequired(NEEDED), Length(max=60)])
    shop = SelectField(_l("Shop"), choices=shop_choices)


@bp.get("/devices")
def devices() -> ResponseReturnValue:
    require(Role.OWNER)
    return _page(DeviceForm(formdata=None, shop=str(the_staff().shop_id)))


@bp.post("/devices")
def add_device() -> ResponseReturnValue:
    require(Role.OWNER)
    form, staff_id = DeviceForm(), the_staff().id
    if not form.validate():
        return _page(form, 422)
    name, shop_id = form.name.data, int(form.shop.data)
    code = in_transaction(lambda: offer_device(name, shop_id, staff_id))
    return go_to("console.device_offer", code=code)


@bp.get("/devices/new/<code>")
def device_offer(code: str) -> ResponseReturnValue:
    """The QR code for the device; afterwards, that it is there."""
    require(Role.OWNER)
    offer = offer_coded(code)
    if offer is None or offer.staff_id != the_staff().id:
        abort(404)
    return render(
        "console/device_offer",
        offer=offer,
        code=code,
        is_open=offer.used_at is None and offer.expires_at > now(),
        where=public_address("public.device_code"),
        qr=qr_svg(public_address("public.new_device", code=code)),
    )


@bp.get("/devices/<int:device_id>")
def device(device_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    return render("console/device", enrolled=device_numbered(device_id))


@bp.post("/devices/<int:device_id>/revoke")
def revoke(device_id: int) -> ResponseReturnValue:
    require(Role.OWNER)
    name, staff_id = device_numbered(device_id).device.name, the_staff().id
    in_transaction(lambda: revoke_device(device_id, staff_id))
    flash(_("%(name)s is shut out.", name=name), "good")
    return go_to("console.devices")


def _page(form: DeviceForm, status: int = 200) -> ResponseReturnValue:
    waiting = how_many_wait()
    return render("console/devices", status, form=form, devices=all_devices(), waiting=waiting)
