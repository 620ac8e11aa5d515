"""Every component in every state, for whoever makes or judges a page. Nothing here is anybody's."""

from datetime import date
from itertools import cycle

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ...programme.explained import Challenged
from ...programme.sections.badges import Badge, BadgeIcon, Rarity, Shape
from ...programme.sections.challenges import Challenge, Counted
from ...programme.sentences import Sentence
from ...texts import EVERY_LANGUAGE
from ..forms import Form
from ..pages import render
from ..qr import qr_svg
from . import bp

LONG = "Maximiliane Bartholomea von und zu Hohenstaufen-Wolkenstein 🦩 محمد"
CODE = "LY00123456789ABCDEF"


SHOPS = [SelectChoice("a", "Centro"), SelectChoice("b", "Stazione")]
LANGUAGES = [SelectChoice("it", "Italiano"), SelectChoice("en", "English")]


ANY_NAME = {EVERY_LANGUAGE: "Espresso"}
CHALLENGE = Challenge(id="sample", name=ANY_NAME, count=Counted.VISITS, target=5, points=10)
GOAL = CHALLENGE.model_copy(update={"together": True})
BADGES = [
    Badge(id="sample", name=ANY_NAME, shape=shape, rarity=rarity, icon=icon)
    for shape, rarity, icon in zip(Shape, cycle(Rarity), BadgeIcon, strict=False)
]


class SampleForm(Form):
    name = StringField(_l("Name"))
    amount = IntegerField(_l("Amount"))
    shop = SelectField(_l("Shop"), choices=SHOPS)
    way = RadioField(_l("Language"), choices=LANGUAGES, default="it")
    pin = PasswordField(_l("PIN"))
    sure = BooleanField(_l("Delete for good"))


@bp.get("/style")
def style() -> ResponseReturnValue:
    faulty = SampleForm(prefix="faulty")
    for field in (faulty.name, faulty.amount, faulty.shop, faulty.pin, faulty.sure):
        field.errors = (_("The browser sent something that cannot be read. Load the page again."),)
    return render(
        "console/style",
        form=SampleForm(prefix="plain"),
        faulty=faulty,
        long=LONG,
        code=CODE,
        qr=qr_svg(CODE),
        badges=BADGES,
        challenge=CHALLENGE,
        goal=GOAL,
        challenged=Challenged(_("for every visit"), (LONG,), (LONG,)),
        months=[date(2027, 3, 1), date(2027, 2, 1)],
        sentence=Sentence(_("A stamp %(when)s", when=_("for every visit")), (LONG,), "Espresso"),
    )
