"""Writing to a member: by a form of its own, or from words of the programme to begin with."""

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from ...members.models import Member
from ...outreach.messages import LONGEST
from ...texts import say
from ..forms import Form
from ..keys import KeyField
from ..visitor import programme


class AnswerForm(Form):
    key = KeyField()
    words = TextAreaField(_l("To the member"), render_kw={"maxlength": LONGEST})


def begun_answer(member: Member) -> AnswerForm:
    """`reply` in the address is one of the programme's beginnings, in the member's language."""
    replies = {reply.id: reply.words for reply in programme().feedback.replies}
    begun = replies.get(request.args.get("reply", ""))
    return AnswerForm(formdata=None, words=say(begun, member.language) if begun else "")
