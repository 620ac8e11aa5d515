"""Every component in every state, for whoever makes or judges a page. Nothing here is anybody's."""

from datetime import date

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from ...programme.sentences import Sentence
from ..pages import render
from ..qr import qr_svg
from . import bp

LONG = "Maximiliane Bartholomea von und zu Hohenstaufen-Wolkenstein 🦩 محمد"
CODE = "LY00123456789ABCDEF"


SHOPS = [SelectChoice("a", "Centro"), SelectChoice("b", "Stazione")]
LANGUAGES = [SelectChoice("it", "Italiano"), SelectChoice("en", "English")]


class SampleForm(FlaskForm):
    name = StringField(_l("Name"))
    amount = IntegerField(_l("Amount"))
    shop = SelectField(_l("Shop"), choices=SHOPS)
    way = RadioField(_l("Language"), choices=LANGUAGES, default="it")
    sure = BooleanField(_l("Delete for good"))


@bp.get("/style")
def style() -> ResponseReturnValue:
    faulty = SampleForm(prefix="faulty")
    for field in (faulty.name, faulty.amount, faulty.shop, faulty.sure):
        field.errors = (_("The browser sent something that cannot be read. Load the page again."),)
    return render(
        "console/style",
        form=SampleForm(prefix="plain"),
        faulty=faulty,
        long=LONG,
        code=CODE,
        qr=qr_svg(CODE),
        months=[date(2027, 3, 1), date(2027, 2, 1)],
        sentence=Sentence(_("A stamp %(when)s", when=_("for every visit")), (LONG,), "Espresso"),
    )
