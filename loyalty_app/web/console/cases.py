from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ...cases.operations import thank
from ...cases.queries import case_figures, closed_cases, open_cases, praise
from ...extensions import db, in_transaction
from ...members.models import Member
from ...standing.queries import today
from ...surveys.models import Answer, Cause
from ...surveys.operations import UnknownSurvey
from ..pages import go_to, render
from ..visitor import programme, the_staff
from . import bp


@bp.get("/cases")
def cases() -> ResponseReturnValue:
    """What waits, the most pressing first; praise to say thank you for; what it all tells."""
    return render(
        "console/cases",
        open=open_cases(),
        closed=closed_cases(),
        praise=praise(today(programme())),
        figures=case_figures(),
        cause_name=cause_name,
    )


@bp.post("/answers/<answer_id>/thank")
def thank_for_praise(answer_id: str) -> ResponseReturnValue:
    """One tap; the member reads it in their own language."""
    answer, staff_id = db.session.get(Answer, answer_id), the_staff().id
    if answer is None or answer.member_id is None:
        raise UnknownSurvey
    with force_locale(db.session.get_one(Member, answer.member_id).language):
        words = _("Thank you for your kind words. They made our day.")
    in_transaction(lambda: thank(answer_id, staff_id, words))
    flash(_("Thanked: it stands in their notifications."), "good")
    return go_to("console.cases")


def cause_name(cause: Cause) -> str:
    return {
        Cause.PRODUCT: _("What we sell"),
        Cause.SERVICE: _("How we served"),
        Cause.WAITING: _("The waiting"),
        Cause.PRICE: _("The price"),
        Cause.PLACE: _("The place"),
        Cause.CARD: _("Card and points"),
        Cause.OTHER: _("Something else"),
    }[cause]
