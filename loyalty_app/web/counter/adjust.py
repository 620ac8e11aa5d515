from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ...counter.operations import adjust
from ...counter.queries import member_numbered
from ...counter.rules import may_adjust
from ...counter.values import Till
from ...engine import Recorded
from ...errors import NotAllowed
from ...programme.sections.base import MAX_POINTS
from ..pages import render
from ..visitor import programme, the_staff
from . import bp
from .approval import ApprovedForm
from .guest import guest_of
from .till import served

GIVE, TAKE = "give", "take"
HOW_MANY = _l("Write a whole number of points, 1 or more.")


class AdjustForm(ApprovedForm):
    way = RadioField(
        _l("Correction"),
        choices=lambda: [
            SelectChoice(GIVE, _("Give points")),
            SelectChoice(TAKE, _("Take points")),
        ],
        default=GIVE,
    )
    points = IntegerField(
        _l("Points"), [InputRequired(HOW_MANY), NumberRange(1, MAX_POINTS, message=HOW_MANY)]
    )
    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Say why: a correction needs a reason.")), Length(max=200)],
    )

    @property
    def signed(self) -> int:
        points: int = self.points.data
        return points if self.way.data == GIVE else -points


@bp.get("/members/<path:number>/adjust")
def adjust_points(number: str) -> ResponseReturnValue:
    return _page(number, AdjustForm())


@bp.post("/members/<path:number>/adjust")
def take_adjustment(number: str) -> ResponseReturnValue:
    form, rules = AdjustForm(), programme()
    if not form.validate():
        return _page(number, form, 422)
    member_id, key = member_numbered(number).id, form.key.data
    points, reason = form.signed, form.reason.data.strip()

    def verb(till: Till) -> Recorded:
        return adjust(till, rules, member_id, key, points, reason)

    return form.record(form.points, verb) or _page(number, form, 422)


def _page(number: str, form: AdjustForm, status: int = 200) -> ResponseReturnValue:
    """Raises NotAllowed."""
    if not may_adjust(the_staff().role, programme()):
        raise NotAllowed
    guest = guest_of(programme(), served(number))
    return render("counter/adjust", status, form=form, guest=guest)
