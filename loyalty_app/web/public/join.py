from flask import request, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length, Optional

from ... import engine
from ...extensions import in_transaction, limiter
from ...invitations.operations import Came
from ...members.consents import ASKED, BRINGS
from ...members.contacts import ContactTaken
from ...members.models import Member, Purpose
from ...members.names import LONGEST, plain_name
from ...members.operations import say_consent
from ...sessions.operations import new_token, sign_in_member
from ...sessions.queries import visitor_of
from ...shops.queries import shop_coded
from ..browsers import browser_label
from ..contact import ContactForm
from ..invited import (
    InvitationForm,
    came_by_link,
    cards_here,
    forget_invitation,
    inviter_here,
)
from ..language import reader_language
from ..pages import go_to, render
from ..passkeys import OFFERED
from ..visitor import me, programme, remember, token_before
from . import bp
from .login import go_on

JOINING, FROM = "joining", "from"
"""The token this browser will be signed in with; a form that is sent twice brings it twice. And
where the link that led here hangs: a shop's code, kept until they join."""


class JoinForm(ContactForm, InvitationForm):
    """Nothing needs to be said; without a contact the card lives on this phone alone."""

    name = StringField(
        _l("Your name"),
        [Length(max=LONGEST, message=_l("At most %(max)d characters, please."))],
        filters=[lambda text: plain_name(text or "")],
    )
    contact = StringField(_l("E-mail or phone"), [Optional()])
    of_age = BooleanField(
        _l("I am at least 14 years old"),
        [InputRequired(_l("Tick this if it is so: the card is for people of 14 and more."))],
    )
    marketing = BooleanField(ASKED[Purpose.MARKETING])
    profiling = BooleanField(ASKED[Purpose.PROFILING])

    @property
    def came(self) -> Came | None:
        """By whose invitation: the code that was typed, or the link that led here."""
        if self.inviter:
            return Came(self.inviter.id, cards_here=cards_here())
        return came_by_link()

    def is_of(self, member: Member) -> bool:
        """Whether it is theirs, sent again. A form without a contact could be anybody's."""
        said = self.email, self.phone
        return any(said) and said == (member.email, member.phone)

    @property
    def agreed(self) -> list[Purpose]:
        ticked = {Purpose.MARKETING: self.marketing, Purpose.PROFILING: self.profiling}
        return [purpose for purpose, box in ticked.items() if box.data]


@bp.get("/join")
def join() -> ResponseReturnValue:
    if me.member:
        return go_to("member.card")
    session.setdefault(JOINING, new_token())
    if FROM in request.args:
        session[FROM] = request.args[FROM][:40]
    return _page(JoinForm())


# Many join over one shop's Wi-Fi; only guessing at contacts is slowed down.
@bp.post("/join")
@limiter.limit("20 per hour", deduct_when=lambda response: response.status_code == 409)
def enter() -> ResponseReturnValue:
    """The card is there at once."""
    if me.member:
        return go_to("member.card")
    form = JoinForm()
    if not form.validate():
        return _page(form, 422)
    before, came = token_before(), form.came
    try:
        token = in_transaction(
            lambda: _enter(form, session.get(JOINING) or new_token(), before, came)
        )
    except ContactTaken as refusal:
        form.contact.errors = (str(refusal),)
        return _page(form, 409, taken=True)
    session.pop(JOINING, None)
    session.pop(FROM, None)
    forget_invitation()
    session[OFFERED] = True
    remember(token)
    return go_on()


def _enter(form: JoinForm, token: str, before: str | None, came: Came | None) -> str:
    """The token this browser is signed in with."""
    if visitor := visitor_of(token):
        if visitor.member and form.is_of(visitor.member):
            return token  # the answer to the first one was lost on its way
        token = new_token()  # the browser's cookie was somebody else's before: their card is theirs
    shop = shop_coded(session.get(FROM, ""))
    member = engine.join(
        form.name.data,
        came=came,
        email=form.email,
        phone=form.phone,
        language=reader_language(),
        joined_via=shop.code if shop else None,
    )
    for purpose in form.agreed:
        say_consent(member, purpose, given=True, words=str(ASKED[purpose]))
    return sign_in_member(member, before, token, browser_label(request.user_agent.string))


def _page(form: JoinForm, status: int = 200, *, taken: bool = False) -> ResponseReturnValue:
    inviter = inviter_here() if programme().invitations else None
    return render("public/join", status, form=form, brings=BRINGS, taken=taken, inviter=inviter)
