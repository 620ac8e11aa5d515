from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...logo.drawing import MAX_BYTES
from ...logo.operations import hang_logo, take_logo_down
from ...staff.models import Role
from ..forms import Form
from ..pages import go_to, render
from ..visitor import require
from . import bp


class LogoForm(Form):
    picture = FileField(_l("A picture"))

    def file(self) -> bytes:
        """What was chosen, and a byte more than is allowed at most; empty where nothing was."""
        return self.picture.data.stream.read(MAX_BYTES + 1) if self.picture.data else b""


@bp.get("/logo")
def logo() -> ResponseReturnValue:
    require(Role.OWNER)
    return render("console/logo", form=LogoForm(formdata=None))


@bp.post("/logo")
def change_logo() -> ResponseReturnValue:
    require(Role.OWNER)
    form = LogoForm()
    file = form.file()
    try:
        in_transaction(lambda: hang_logo(file))
    except LoyaltyError as refusal:
        form.picture.errors = (str(refusal),)
        return render("console/logo", 422, form=form)
    flash(_("The logo is in its places."), "good")
    return go_to("console.logo")


@bp.post("/logo/remove")
def remove_logo() -> ResponseReturnValue:
    require(Role.OWNER)
    in_transaction(take_logo_down)
    flash(_("The logo is gone. The icon on home screens is the shop's initial again."), "good")
    return go_to("console.logo")
