from dataclasses import dataclass

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...invitations.operations import make_link
from ...invitations.queries import invitation_of_friend, invitations_of, link_of, thanked_in_month
from ...invitations.words import friends_view
from ...members.models import Member
from ...programme.invitation_sentences import thanks
from ...programme.sections.invitations import Invitations
from ...standing.queries import today
from ...texts import say
from ..addresses import public_address
from ..language import reader_language
from ..pages import go_to, render
from ..qr import qr_svg
from ..visitor import programme, the_member
from . import bp

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Message:
    """What may be sent with the link, in one language; the member changes it as they like."""

    language: str
    text: str


@bp.get("/invite")
def invite() -> ResponseReturnValue:
    """The member's own link, what both sides get, and how each invitation is going."""
    rules, member = _rules(), the_member()
    link = link_of(member.id)
    address = public_address("public.invitation", code=link.code) if link else ""
    came = invitation_of_friend(member.id)
    return render(
        "member/invite",
        rules=rules,
        thanked=thanked_in_month(member.id, today(programme())),
        link=link,
        address=address,
        qr=qr_svg(address) if link else None,
        messages=_messages(rules, member),
        invitations=invitations_of(member.id, NEWEST),
        came=friends_view(came) if came else "",
    )


@bp.post("/invite")
def make_invitation() -> ResponseReturnValue:
    """A link, or another one: whoever has the one before cannot use it any more."""
    _rules()
    member = the_member().id
    had_one = link_of(member) is not None
    in_transaction(lambda: make_link(member))
    if had_one:
        flash(_("This is your new link. The one before leads nowhere now."), "good")
    return go_to("member.invite")


def _rules() -> Invitations:
    return programme().invitations or abort(404)


def _messages(rules: Invitations, member: Member) -> list[Message]:
    """The reader's language first."""
    languages = sorted(programme().languages, key=lambda code: code != reader_language())
    return [Message(language, _message(rules, language)) for language in languages]


def _message(rules: Invitations, language: str) -> str:
    with force_locale(language):
        return _(
            "I have a card at %(shop)s. Join with my link: it brings you %(gift)s.",
            shop=say(programme().name, language),
            gift=thanks(rules.friend, programme()),
        )
