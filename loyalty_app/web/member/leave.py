from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from wtforms import BooleanField
from wtforms.validators import InputRequired

from ...extensions import in_transaction
from ...privacy.operations import erase
from ...standing.queries import standing_today
from ..forms import Form
from ..pages import forgetting, go_to, render
from ..visitor import me, programme, the_member
from . import bp


class LeaveForm(Form):
    sure = BooleanField(
        _l("Delete my account and everything in it"),
        [InputRequired(_l("Tick this first: it cannot be undone."))],
    )


@bp.get("/me/leave")
def leave() -> ResponseReturnValue:
    """Says what would be lost; nothing is, yet."""
    return _page(LeaveForm())


@bp.post("/me/leave")
def delete_account() -> ResponseReturnValue:
    form, member = LeaveForm(), the_member()
    if not form.validate():
        return _page(form, 422)
    farewell = _("Your account is deleted. Nothing here says any more who you were.")
    in_transaction(lambda: erase(member.id))
    if not me.staff:
        logout_user()
    flash(farewell, "good")
    return forgetting(go_to("public.home"))


def _page(form: LeaveForm, status: int = 200) -> ResponseReturnValue:
    standing = standing_today(programme(), the_member().id)
    return render("member/leave", status, form=form, standing=standing)
