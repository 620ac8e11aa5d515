from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from ...cases.operations import hear_more
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...programme.sections.invitations import Invitations
from ...programme.sections.surveys import Said
from ...programme.versions import programme_numbered
from ...surveys.links import answer_of
from ...surveys.models import Answer
from ...surveys.operations import ToldBefore
from ...surveys.queries import is_first_praise
from ..forms import Form
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp


class MoreForm(Form):
    words = TextAreaField(_l("In your words"))
    call = BooleanField(_l("Please get in touch with me"))


@bp.get("/said/<token>")
@limiter.limit("60 per minute")
def survey_said(token: str) -> ResponseReturnValue:
    """What was said is kept; the second question, where one follows."""
    return _page(token, MoreForm())


@bp.post("/said/<token>")
@limiter.limit("60 per minute")
def say_more(token: str) -> ResponseReturnValue:
    form = MoreForm()
    words, call = form.words.data or "", form.call.data
    try:
        in_transaction(lambda: hear_more(answer_of(token), words, wants_a_call=call))
    except LoyaltyError as refusal:
        form.words.errors = (str(refusal),)
        return _page(token, form, 409 if isinstance(refusal, ToldBefore) else 422)
    flash(_("Thank you: somebody reads this."), "good")
    return go_to("public.survey_said", token=token)


def _page(token: str, form: MoreForm, status: int = 200) -> ResponseReturnValue:
    answer = answer_of(token)
    survey = programme_numbered(answer.version).survey(answer.survey)
    assert survey
    said = Said(answer.score, tuple(answer.choices), answer.words)
    more = survey.follow_up if survey.asks_more(said) else None
    open_ = form.words.errors or not (answer.more or answer.wants_a_call)
    return render(
        "public/survey_said",
        status,
        form=form,
        token=token,
        more=more if open_ else None,
        may_call=bool(open_) and answer.member_id is not None,
        points=survey.thanks,
        known=me.member is not None,
        praised=_rules_to_share(answer),
    )


def _rules_to_share(answer: Answer) -> Invitations | None:
    """Of invitations, for who praises for the first time; not where another one's card is open."""
    somebody_else = me.member and me.member.id != answer.member_id
    return None if somebody_else or not is_first_praise(answer) else programme().invitations
