from functools import partial

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import engine
from ...extensions import in_transaction
from ...insight.invitations import best_inviters, funnel, trees
from ...invitations.queries import held_cases
from ...staff.models import Role
from ...standing.queries import today
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp

MOST_HELD = 100


@bp.get("/invitations")
def invitations() -> ResponseReturnValue:
    """How many come by invitations, what it costs, who brings them; and what is doubtful."""
    return render(
        "console/invitations",
        funnel=funnel(programme()),
        best=best_inviters(),
        held=held_cases(MOST_HELD),
        trees=trees(),
        may_decide=the_staff().role.includes(Role.OWNER),
    )


@bp.post("/invitations/<int:invitation_id>/<any(release, refuse):answer>")
def decide_invitation(invitation_id: int, answer: str) -> ResponseReturnValue:
    require(Role.OWNER)
    good, day = answer == "release", today(programme())
    in_transaction(partial(engine.decide_invitation, invitation_id, day, good=good))
    flash(_("Released.") if good else _("Refused. Both can read it on their page."), "good")
    return go_to("console.invitations")
