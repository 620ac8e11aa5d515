"""The desk: who waits for an answer, and what was said with each member."""

from collections.abc import Callable

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...cases.queries import open_cases_of
from ...cases.talks import make_a_case, reply
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...insight.directory import member_called
from ...outreach.desk import newest_talks, talk_figures, talk_of, wait_of, who_waits
from ...outreach.messages import settle_wait, take_wait
from ..pages import go_to, render
from ..paging import asked_before
from ..visitor import programme, the_staff
from . import bp
from .answering import AnswerForm, begun_answer


@bp.get("/desk")
def desk() -> ResponseReturnValue:
    """The most pressing first, then what was said last, and what it all tells."""
    return render("console/desk", waits=who_waits(), talks=newest_talks(), figures=talk_figures())


@bp.get("/members/<path:number>/talk")
def talk(number: str) -> ResponseReturnValue:
    return _page(number, begun_answer(member_called(number)))


@bp.post("/members/<path:number>/talk")
def answer_member(number: str) -> ResponseReturnValue:
    form, member_id, staff_id = AnswerForm(), member_called(number).id, the_staff().id
    if not form.validate():
        return _page(number, form, 422)
    words, key = form.words.data or "", form.key.data
    try:
        in_transaction(lambda: reply(member_id, staff_id, words, key))
    except LoyaltyError as refusal:
        form.words.errors = (str(refusal),)
        return _page(number, form, 422)
    flash(_("Sent: it stands in their notifications."), "good")
    return go_to("console.talk", number=number)


@bp.post("/members/<path:number>/talk/take")
def take_talk(number: str) -> ResponseReturnValue:
    member_id, staff_id = member_called(number).id, the_staff().id
    return _do(number, lambda: take_wait(member_id, staff_id), _("It is yours."))


@bp.post("/members/<path:number>/talk/settle")
def settle_talk(number: str) -> ResponseReturnValue:
    member_id = member_called(number).id
    return _do(number, lambda: settle_wait(member_id), _("They wait no longer."))


@bp.post("/members/<path:number>/talk/case")
def complaint(number: str) -> ResponseReturnValue:
    member_id = member_called(number).id
    try:
        case_id = in_transaction(lambda: make_a_case(member_id))
    except LoyaltyError as refusal:
        flash(str(refusal), "warn")
        return go_to("console.talk", number=number)
    return go_to("console.case", case_id=case_id)


def _do(number: str, verb: Callable[[], None], done: str) -> ResponseReturnValue:
    """One tap; where others were faster, they are told."""
    try:
        in_transaction(verb)
    except LoyaltyError as refusal:
        flash(str(refusal), "warn")
    else:
        flash(done, "good")
    return go_to("console.talk", number=number)


def _page(number: str, form: AnswerForm, status: int = 200) -> ResponseReturnValue:
    member = member_called(number)
    wait = wait_of(member.id)
    return render(
        "console/talk",
        status,
        member=member,
        form=form,
        talk=talk_of(member.id, asked_before()),
        wait=wait,
        mine=wait is not None and wait.owner_id == the_staff().id,
        cases=open_cases_of(member.id),
        replies=programme().feedback.replies,
    )
