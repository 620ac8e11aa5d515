from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length, Optional

from ...counter.cards import join_with_card
from ...engine import join
from ...extensions import in_transaction
from ...invitations.operations import Came
from ...members.blank_cards import CardTaken, blank_card
from ...members.contacts import ContactTaken
from ...members.names import LONGEST, plain_name
from ...members.operations import Identity
from ..addresses import public_address
from ..birthday import BirthdayForm, is_celebrated
from ..contact import ContactForm
from ..invited import InvitationForm
from ..pages import go_to, render
from ..qr import qr_svg
from ..visitor import programme
from . import bp
from .fields import refuse
from .till import the_till


class EnrolForm(ContactForm, BirthdayForm, InvitationForm):
    card = HiddenField()
    name = StringField(
        _l("Their name"),
        [DataRequired(_l("A name to call them by.")), Length(max=LONGEST)],
        filters=[lambda text: text and plain_name(text)],
    )
    contact = StringField(
        _l("E-mail or phone"), [DataRequired(_l("An e-mail address or a phone number."))]
    )


class HandOverForm(EnrolForm):
    """With a card on paper nothing but a name is needed."""

    contact = StringField(_l("E-mail or phone, if they have one"), [Optional()])


@bp.get("/enrol")
def new_member() -> ResponseReturnValue:
    number = request.args.get("card")
    if number is None:
        return _page(EnrolForm())
    if blank_card(None, number) is None:
        raise CardTaken
    return _page(HandOverForm(card=number))


@bp.post("/enrol")
def enrol_member() -> ResponseReturnValue:
    """What they agree to is theirs alone to say, on their own card."""
    form = HandOverForm() if request.form.get("card") else EnrolForm()
    if not form.validate():
        return _page(form, 422)
    said: Identity = {
        "email": form.email,
        "phone": form.phone,
        "language": programme().languages[0],
        "birthday": form.birthday,
        "joined_via": the_till().shop,
    }
    came = _came(form)
    try:
        number = in_transaction(lambda: _join(form, said, came))
    except CardTaken as taken:
        refuse(form.card, taken)
        return _page(form, 422)
    except ContactTaken:
        form.contact.errors = (
            _l("There is a card with this contact already. Scan or look it up."),
        )
        return _page(form, 422)
    return go_to("counter.purchase", number=number)


def _join(form: EnrolForm, said: Identity, came: Came | None) -> str:
    """The number of their card."""
    if form.card.data:
        return join_with_card(form.card.data, form.name.data, came=came, **said)
    return join(form.name.data, came=came, **said).number


def _came(form: EnrolForm) -> Came | None:
    if form.inviter is None:
        return None
    return Came(form.inviter.id, enrolled_by=the_till().own_card)


def _page(form: EnrolForm, status: int = 200) -> ResponseReturnValue:
    address = public_address("public.join", **{"from": the_till().shop})
    asks = is_celebrated()
    return render("counter/enrol", status, form=form, qr=qr_svg(address), asks_birthday=asks)
