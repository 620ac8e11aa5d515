from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, Field, StringField, TelField, ValidationError
from wtforms.validators import Length

from ...extensions import in_transaction, limiter
from ...members.consents import ASKED, BRINGS
from ...members.contacts import ContactTaken, email_of, phone_of
from ...members.models import Member, Purpose
from ...members.names import LONGEST, plain_name
from ...members.operations import celebrate_on, rename, settle_consent
from ...members.queries import consents_of
from ..birthday import BirthdayForm, as_chosen, is_celebrated
from ..pages import go_to, render, wants_fragment
from ..visitor import programme, the_member
from . import bp


class ProfileForm(BirthdayForm):
    """Who can be reached stays so: at least one way remains."""

    name = StringField(
        _l("Your name"),
        [Length(max=LONGEST, message=_l("At most %(max)d characters, please."))],
        filters=[lambda text: plain_name(text or "")],
    )
    email = EmailField(_l("E-mail"))
    phone = TelField(_l("Phone"))

    def validate_email(self, field: Field) -> None:
        reached = the_member().email or the_member().phone
        if reached and not ((field.data or "").strip() or (self.phone.data or "").strip()):
            raise ValidationError(_l("Leave us one of the two, or you could not sign in again."))
        if field.data and email_of(field.data.strip()) is None:
            raise ValidationError(_l("This is not an e-mail address. Check it for typos."))

    def validate_phone(self, field: Field) -> None:
        if field.data and phone_of(field.data, programme().country) is None:
            raise ValidationError(_l("This is not a phone number. Check the digits."))

    @property
    def contacts(self) -> tuple[str | None, str | None]:
        email = email_of(self.email.data.strip()) if self.email.data else None
        return email, phone_of(self.phone.data, programme().country) if self.phone.data else None


@bp.get("/me")
def profile() -> ResponseReturnValue:
    member = the_member()
    return _page(ProfileForm(obj=member, **as_chosen(member.birthday)))


@bp.post("/me")
@limiter.limit("20 per hour", deduct_when=lambda response: response.status_code == 409)
def change_profile() -> ResponseReturnValue:
    form, member = ProfileForm(), the_member()
    if not form.validate():
        return _page(form, 422)
    try:
        in_transaction(lambda: _change(form, member.id))
    except ContactTaken:
        form.form_errors.append(_("Another card has this contact already."))
        return _page(form, 409)
    flash(_("Saved."), "good")
    return go_to("member.profile")


def _change(form: ProfileForm, member_id: int) -> None:
    rename(member_id, form.name.data, *form.contacts)
    celebrate_on(member_id, form.birthday)


@bp.post("/me/consents/<any(marketing, profiling):purpose>")
def change_consent(purpose: str) -> ResponseReturnValue:
    """The same tap to give and to take back; the words that were shown are kept."""
    about, given = Purpose(purpose), request.form.get("given") == "yes"
    member, words = the_member(), str(ASKED[about])
    in_transaction(lambda: settle_consent(member, about, given=given, words=words))
    if wants_fragment():
        return render("member/consents", consents=_consents(member))
    return go_to("member.profile")


def _page(form: ProfileForm, status: int = 200) -> ResponseReturnValue:
    member = the_member()
    return render(
        "member/profile",
        status,
        form=form,
        member=member,
        consents=_consents(member),
        asks_birthday=_asks_birthday(member),
    )


def _asks_birthday(member: Member) -> bool:
    """Also when it brings nothing any more: what is known can be taken back."""
    return is_celebrated() or member.birthday is not None


def _consents(member: Member) -> list[tuple[Purpose, str, str, bool]]:
    """Each with what is asked, what it brings, and whether it is given."""
    agreed = consents_of(member.id)
    return [(p, str(ASKED[p]), str(BRINGS[p]), agreed[p]) for p in Purpose]
