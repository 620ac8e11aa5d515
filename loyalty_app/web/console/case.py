from collections.abc import Callable
from functools import partial

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from ...cases.operations import close, make_up, note, take, write_to_member
from ...cases.queries import Seen, case_numbered, deeds_of
from ...counter.rules import gifts_of
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...gifts.queries import given_in
from ...receipts.names import reward_name
from ...receipts.queries import receipt_of
from ...standing.queries import today
from ...surveys.models import Cause
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render
from ..visitor import me, programme, the_staff
from . import bp
from .answering import AnswerForm, begun_answer
from .cases import cause_name


class NoteForm(Form):
    note = TextAreaField(_l("Note for the house"), [Length(max=2000)])


class VoucherForm(Form):
    key = KeyField()
    reward = SelectField(
        _l("A voucher"),
        choices=lambda: [SelectChoice(id_, reward_name(id_, programme())) for id_ in _rewards()],
    )
    words = StringField(_l("What you say with it"), [Length(max=200)])


class CloseForm(Form):
    cause = SelectField(
        _l("The cause"),
        validate_choice=False,
        choices=lambda: [
            SelectChoice("", _("Choose…")),
            *(SelectChoice(cause.value, cause_name(cause)) for cause in Cause),
        ],
    )
    action = StringField(_l("What was done"), [Length(max=500)])


@bp.get("/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    seen = case_numbered(case_id)
    return _page(seen, begun_answer(seen.member))


@bp.post("/cases/<int:case_id>/take")
def take_case(case_id: int) -> ResponseReturnValue:
    staff_id = the_staff().id
    in_transaction(lambda: take(case_id, staff_id))
    return go_to("console.case", case_id=case_id)


@bp.post("/cases/<int:case_id>/message")
def write_about_case(case_id: int) -> ResponseReturnValue:
    form, staff_id = AnswerForm(), the_staff().id
    words, key = form.words.data or "", form.key.data
    verb = partial(write_to_member, case_id, staff_id, words, key)
    return _do(case_id, form, form.words, verb, _("Sent: it stands in their notifications."))


@bp.post("/cases/<int:case_id>/note")
def note_case(case_id: int) -> ResponseReturnValue:
    form, staff_id = NoteForm(), the_staff().id
    words = form.note.data or ""
    return _do(case_id, form, form.note, partial(note, case_id, staff_id, words), _("Noted."))


@bp.post("/cases/<int:case_id>/voucher")
def make_up_for_case(case_id: int) -> ResponseReturnValue:
    form, staff_id = VoucherForm(), the_staff().id
    shop = me.shop.code if me.shop else ""
    key, reward, words = form.key.data, form.reward.data, form.words.data or ""
    verb = partial(make_up, case_id, staff_id, shop, key, reward, words)
    return _do(case_id, form, form.words, verb, _("Given: it stands on their card."))


@bp.post("/cases/<int:case_id>/close")
def close_case(case_id: int) -> ResponseReturnValue:
    form, staff_id = CloseForm(), the_staff().id
    cause = Cause(form.cause.data) if form.cause.data in set(Cause) else None
    action = form.action.data or ""
    verb = partial(close, case_id, staff_id, cause, action)
    return _do(case_id, form, form.action, verb, _("Closed. The member will be asked again."))


def _rewards() -> tuple[str, ...]:
    """What this person may give by hand."""
    by_hand = gifts_of(the_staff().role, programme())
    return by_hand.rewards if by_hand else ()


def _do(
    case_id: int, form: Form, field: StringField, verb: Callable[[], None], done: str
) -> ResponseReturnValue:
    """One verb; what is refused says why at its field, with all that was typed."""
    seen = case_numbered(case_id)
    if not form.validate():
        return _page(seen, form, status=422)
    try:
        in_transaction(verb)
    except LoyaltyError as refusal:
        field.errors = (str(refusal),)
        return _page(case_numbered(case_id), form, status=422)
    flash(done, "good")
    return go_to("console.case", case_id=case_id)


def _page(seen: Seen, *used: Form, status: int = 200) -> ResponseReturnValue:
    """`used` are forms that were sent, or begun; the others are empty."""
    forms = {type(form): form for form in used}

    def form(kind: type[Form]) -> Form:
        return forms.get(kind) or kind(formdata=None)

    by_hand, rules = gifts_of(the_staff().role, programme()), programme()
    return render(
        "console/case",
        status,
        seen=seen,
        deeds=deeds_of(seen.case),
        visit=receipt_of(seen.case.visit) if seen.case.visit else None,
        writing=form(AnswerForm),
        noting=form(NoteForm),
        giving=form(VoucherForm) if by_hand else None,
        left=max(0, by_hand.monthly - given_in(today(rules))) if by_hand else 0,
        closing=form(CloseForm),
        replies=rules.feedback.replies,
        mine=seen.case.owner_id == the_staff().id,
        cause_name=cause_name,
    )
