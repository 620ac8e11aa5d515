from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...logo.drawing import MAX_BYTES
from ...rewards.pictures import hang_picture, pictured, take_picture_down
from ...staff.models import Role
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme, require
from . import bp


class PictureForm(Form):
    picture = FileField(_l("A picture"))

    def file(self) -> bytes:
        """What was chosen, and a byte more than is allowed at most; empty where nothing was."""
        return self.picture.data.stream.read(MAX_BYTES + 1) if self.picture.data else b""


@bp.get("/rewards")
def rewards() -> ResponseReturnValue:
    """What members see of each reward, where it has a picture."""
    require(Role.OWNER)
    return _page({})


@bp.post("/rewards/<reward>/picture")
def change_picture(reward: str) -> ResponseReturnValue:
    require(Role.OWNER)
    if programme().reward(reward) is None:
        abort(404)
    form = PictureForm()
    file = form.file()
    try:
        in_transaction(lambda: hang_picture(reward, file))
    except LoyaltyError as refusal:
        return _page({reward: str(refusal)}, 422)
    flash(_("The picture is in the catalogue."), "good")
    return go_to("console.rewards", _anchor=reward)


@bp.post("/rewards/<reward>/picture/remove")
def remove_picture(reward: str) -> ResponseReturnValue:
    require(Role.OWNER)
    in_transaction(lambda: take_picture_down(reward))
    flash(_("The picture is gone; an icon stands in its place."), "good")
    return go_to("console.rewards", _anchor=reward)


def _page(faults: dict[str, str], status: int = 200) -> ResponseReturnValue:
    rewards = programme().rewards
    return render("console/rewards", status, rewards=rewards, pictures=pictured(), faults=faults)
