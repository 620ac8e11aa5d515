"""Fields that several forms of the counter have."""

from collections.abc import Callable

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import Field, StringField
from wtforms.validators import DataRequired, Length

from ...counter.operations import RecordedOtherwise
from ...counter.queries import LONGEST_CODE
from ...engine import Recorded
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...programme.amounts import amount_of, amount_text
from ..forms import Form
from ..keys import KeyField
from ..language import reader_language
from ..pages import go_to
from ..visitor import programme


class MoneyField(StringField):
    """An amount as the reader writes it; `data` is minor units, None when nothing was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if not valuelist or not valuelist[0].strip():
            return
        try:
            self.data = amount_of(valuelist[0], programme().currency, reader_language())
        except LoyaltyError as refusal:
            raise ValueError(str(refusal)) from refusal

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        return amount_text(self.data, programme().currency, reader_language())


class ThanksForm(Form):
    """Something given by hand, with what the member reads about it."""

    key = KeyField()
    thanks = StringField(
        _l("A word of thanks"),
        [DataRequired(_l("Write a word of thanks: the member reads it.")), Length(max=200)],
    )


def code_field(label: LazyString, missing: LazyString) -> StringField:
    """For whatever is scanned, pasted or typed."""
    too_long = _l("This is too long for a code. Scan again.")
    return StringField(label, [DataRequired(missing), Length(max=LONGEST_CODE, message=too_long)])


def refuse(field: Field, refusal: LoyaltyError) -> None:
    """Say at a field why the whole was refused."""
    field.errors = (*field.errors, str(refusal))


def refuse_sent(key: KeyField, field: Field, refusal: LoyaltyError) -> None:
    """The same; a form that was recorded with other numbers is another one when sent again."""
    if isinstance(refusal, RecordedOtherwise):
        key.renew()
    refuse(field, refusal)


def record_sent(
    key: KeyField, field: Field, verb: Callable[[], Recorded]
) -> ResponseReturnValue | None:
    """The receipt of what a form records; nothing where it is refused, and the field says why."""
    try:
        done = in_transaction(verb)
    except LoyaltyError as refusal:
        refuse_sent(key, field, refusal)
        return None
    return go_to("counter.receipt", activity_id=done.activity.id, done=1)
