from flask import current_app, session
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Regexp

from ...extensions import db, limiter
from ...members.models import Member
from ...sessions.links import WrongCode, use_code
from ...staff.tries import TooManyTries
from ..forms import Form
from ..pages import go_to, render
from ..visitor import open_card
from . import bp
from .login import ADDRESS, BROWSER, answered_late, go_on


class CodeForm(Form):
    code = StringField(
        _l("The six digits from the mail"),
        [Regexp("^[0-9]{6}$", message=_l("Six digits, as in the mail."))],
        filters=[lambda text: text and "".join(text.split())],
    )


@bp.get("/login/sent")
def link_sent() -> ResponseReturnValue:
    if ADDRESS not in session:
        return go_to("public.login")
    return _page(CodeForm())


@bp.post("/login/sent")
@limiter.limit("60 per minute")
def open_with_code() -> ResponseReturnValue:
    """The same answer after the same time, whether or not a mail was sent."""
    form, address, browser = CodeForm(), session.get(ADDRESS), session.get(BROWSER)
    if not (address and browser):
        return go_to("public.login")
    if not form.validate():
        return _page(form, 422)
    try:
        with answered_late():
            _open(address, browser, form.code.data)
    except (WrongCode, TooManyTries) as refusal:
        form.code.errors = (str(refusal),)
        return _page(form, 429 if isinstance(refusal, TooManyTries) else 422)
    return go_on()


def _open(address: str, browser: str, code: str) -> None:
    """Raises WrongCode, TooManyTries."""

    def find() -> Member | None:
        member_id = use_code(address, browser, code)
        return db.session.get(Member, member_id) if member_id else None

    if not open_card(find):
        raise WrongCode


def _page(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    shown = current_app.config["SHOW_MAILS"]
    return render(
        "public/link_sent", status, form=form, address=session[ADDRESS], mails_are_shown=shown
    )
