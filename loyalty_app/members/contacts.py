"""E-mail addresses and phone numbers in one spelling each."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError


class NotAContact(LoyaltyError):
    words = _l("“%(text)s” is neither an e-mail address nor a phone number. Check it for typos.")
    code = "not_a_contact"


class ContactTaken(LoyaltyError):
    words = _l("There is a card with this contact already. Sign in to see it.")
    code = "contact_taken"


def email_of(text: str) -> str | None:
    """The address in lower case, or None when it is not one. Nothing is looked up or sent."""
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def phone_of(text: str, country: str) -> str | None:
    """The number as +393471234567 (E.164), read as in this country; None when it is not one."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def contact_of(text: str, country: str) -> tuple[str | None, str | None]:
    """(e-mail, phone) of one field for both; one of them is None. Raises NotAContact."""
    email = email_of(text) if "@" in text else None
    phone = None if email else phone_of(text, country)
    if not (email or phone):
        raise NotAContact(text=text)
    return email, phone


def plain_email(email: str) -> tuple[str, str]:
    """The mailbox that an address may be another spelling of, and its domain: without dots, and
    without what follows a plus."""
    mailbox, _, domain = email.rpartition("@")
    domain = "gmail.com" if domain == "googlemail.com" else domain
    return mailbox.partition("+")[0].replace(".", ""), domain
