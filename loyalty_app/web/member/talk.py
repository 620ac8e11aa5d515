from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from ...cases.talks import write
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...outreach.desk import something_new, talk_of, wait_of
from ...outreach.messages import LONGEST
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render, wants_fragment
from ..paging import asked_after, asked_before
from ..visitor import each_member, the_member
from . import bp


class TalkForm(Form):
    key = KeyField()
    words = TextAreaField(_l("Your message"), render_kw={"maxlength": LONGEST})
    complains = BooleanField(_l("Something went wrong: please see to it"))


@bp.get("/talk")
def talk() -> ResponseReturnValue:
    """What the member and the shop said to each other. Looking marks nothing as read; a form on
    the page does. The open page asks for what is said `after` its last message."""
    after = asked_after()
    if after is not None and wants_fragment() and not something_new(the_member().id, after):
        return "", 204
    return _page(TalkForm(formdata=None))


@bp.post("/talk")
@limiter.limit("30 per hour", key_func=each_member)
def write_to_us() -> ResponseReturnValue:
    form, member_id = TalkForm(), the_member().id
    if not form.validate():
        return _page(form, 422)
    words, key, complains = form.words.data or "", form.key.data, form.complains.data
    try:
        in_transaction(lambda: write(member_id, words, key, complains=complains))
    except LoyaltyError as refusal:
        form.words.errors = (str(refusal),)
        return _page(form, 422)
    flash(_("Sent."), "good")
    return go_to("member.talk")


def _page(form: TalkForm, status: int = 200) -> ResponseReturnValue:
    member_id = the_member().id
    return render(
        "member/talk",
        status,
        form=form,
        talk=talk_of(member_id, asked_before()),
        wait=wait_of(member_id),
    )
