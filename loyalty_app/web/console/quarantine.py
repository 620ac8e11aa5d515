from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...counter.quarantine import accept, how_many_wait, refuse, waiting
from ...extensions import in_transaction
from ...staff.models import Role
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp

MOST_SHOWN = 100


@bp.get("/quarantine")
def quarantine() -> ResponseReturnValue:
    """What waits for the owner: from a device shut out, after a shift, or above a limit."""
    require(Role.OWNER)
    return render("console/quarantine", waiting=waiting(MOST_SHOWN), number=how_many_wait())


@bp.post("/quarantine")
def settle_quarantine() -> ResponseReturnValue:
    require(Role.OWNER)
    ids, rules, staff_id = request.form.getlist("id")[:MOST_SHOWN], programme(), the_staff().id
    if request.form.get("verdict") == "accept":
        settled = in_transaction(lambda: accept(ids, staff_id, rules))
        done = settled.recorded
        flash(ngettext("%(num)d was recorded.", "%(num)d were recorded.", done), "good")
        for why in settled.refusals:
            flash(_("Not recorded: %(why)s", why=why), "warn")
    else:
        done = in_transaction(lambda: refuse(ids, staff_id))
        flash(ngettext("%(num)d was refused.", "%(num)d were refused.", done), "good")
    return go_to("console.quarantine")
