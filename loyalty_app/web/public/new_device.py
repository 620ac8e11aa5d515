from flask import make_response
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from ...devices.operations import DeviceCodeOver, enrol_device
from ...devices.queries import device_offered
from ...extensions import in_transaction, limiter
from ..device import current_device, device_token, remember_device
from ..forms import Form
from ..pages import go_to, render
from ..visitor import token_before
from . import bp


class DeviceCodeForm(Form):
    code = StringField(
        _l("Code from the console"),
        [InputRequired(_l("Ten letters and digits.")), Length(max=40)],
    )


@bp.get("/device")
@limiter.limit("60 per minute")
def device_code() -> ResponseReturnValue:
    """For a device without a camera: the code is typed."""
    return render("public/device_code", form=DeviceCodeForm(), device=current_device())


@bp.post("/device")
@limiter.limit("60 per minute")
def read_device_code() -> ResponseReturnValue:
    form = DeviceCodeForm()
    if form.validate():
        if device_offered(form.code.data):
            return go_to("public.new_device", code=form.code.data)
        form.code.errors = (str(DeviceCodeOver()),)
    return render("public/device_code", 422, form=form, device=current_device())


@bp.get("/device/<code>")
@limiter.limit("60 per minute")
def new_device(code: str) -> ResponseReturnValue:
    """What the QR code in the console leads to. Looking uses nothing up."""
    offered = device_offered(code)
    status = 200 if offered else 410
    return render("public/new_device", status, offered=offered, code=code, device=current_device())


@bp.post("/device/<code>")
@limiter.limit("60 per minute")
def enrol_this_device(code: str) -> ResponseReturnValue:
    before, session = device_token(), token_before()
    try:
        token = in_transaction(lambda: enrol_device(code, before, session))
    except DeviceCodeOver:
        return go_to("public.new_device", code=code)
    response = make_response(go_to("public.staff_login", next=None))
    remember_device(response, token)
    return response
