"""A field for one contact, e-mail or phone, wherever somebody joins."""

from wtforms import Field, ValidationError

from ..members.contacts import NotAContact, contact_of
from .forms import Form
from .visitor import programme


class ContactForm(Form):
    """Reads its field `contact`; one of the two is set once it is valid."""

    email: str | None = None
    phone: str | None = None

    def validate_contact(self, field: Field) -> None:
        try:
            self.email, self.phone = contact_of(field.data.strip(), programme().country)
        except NotAContact as refusal:
            raise ValidationError(str(refusal)) from refusal
