from functools import partial

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from ...counter.operations import adjust
from ...counter.queries import member_numbered
from ...programme.sections.base import MAX_POINTS
from ...staff.models import Role
from ..pages import render
from ..visitor import programme, require
from . import bp
from .fields import KeyField, record_sent
from .guest import guest_of
from .till import served, the_till

GIVE, TAKE = "give", "take"
HOW_MANY = _l("Write a whole number of points, 1 or more.")


class AdjustForm(FlaskForm):
    key = KeyField()
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
    require(Role.MANAGER)
    form, till = AdjustForm(), the_till()
    if not form.validate():
        return _page(number, form, 422)
    member_id, key = member_numbered(number).id, form.key.data
    points, reason = form.signed, form.reason.data.strip()
    verb = partial(adjust, till, member_id, key, points, reason)
    return record_sent(form.key, form.points, verb) or _page(number, form, 422)


def _page(number: str, form: AdjustForm, status: int = 200) -> ResponseReturnValue:
    require(Role.MANAGER)
    guest = guest_of(programme(), served(number))
    return render("counter/adjust", status, form=form, guest=guest)
