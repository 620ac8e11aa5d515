"""A birthday as two small choices, wherever somebody may say theirs."""

from babel.dates import get_month_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice

from ..members.birthdays import NotADay, birthday_of
from ..programme.sections.gifts import Occasion
from .forms import Form
from .visitor import programme

NOT_SAID = 0


def is_celebrated() -> bool:
    """Nobody is asked for a birthday that brings nothing."""
    return bool(programme().gifts.on(Occasion.BIRTHDAY))


class BirthdayForm(Form):
    """Day and month, or neither; `birthday` is what was said, once it is valid."""

    birth_day = SelectField(
        _l("Day"),
        coerce=int,
        default=NOT_SAID,
        choices=lambda: [
            SelectChoice(str(NOT_SAID), _("Day")),
            *(SelectChoice(str(day), str(day)) for day in range(1, 32)),
        ],
    )
    birth_month = SelectField(
        _l("Month"),
        coerce=int,
        default=NOT_SAID,
        choices=lambda: [
            SelectChoice(str(NOT_SAID), _("Month")),
            *(SelectChoice(str(number), name) for number, name in _months().items()),
        ],
    )
    birthday: str | None = None

    def validate_birth_month(self, field: Field) -> None:
        month, day = field.data or NOT_SAID, self.birth_day.data or NOT_SAID
        if bool(month) != bool(day):
            raise ValidationError(_("The day and the month, or neither."))
        try:
            self.birthday = birthday_of(month, day) if month else None
        except NotADay as refusal:
            raise ValidationError(str(refusal)) from refusal


def as_chosen(birthday: str | None) -> dict[str, int]:
    """What the two fields show for a stored birthday."""
    month, _dash, day = (birthday or "").partition("-")
    return {"birth_month": int(month or NOT_SAID), "birth_day": int(day or NOT_SAID)}


def _months() -> dict[int, str]:
    return dict(get_month_names("wide", "stand-alone", locale=get_locale()))
