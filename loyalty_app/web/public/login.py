import time
from collections.abc import Iterator
from contextlib import contextmanager

from flask import request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import logout_user
from wtforms import EmailField, Field, HiddenField, ValidationError
from wtforms.validators import InputRequired

from ...extensions import in_transaction, limiter
from ...members.contacts import email_of
from ...outreach.sign_in import mail_sign_in_link
from ...sessions import operations as sessions
from ..addresses import public_address
from ..forms import Form
from ..pages import forgetting, go_to, go_to_url, own_path, render
from ..visitor import me
from . import bp

BROWSER, ADDRESS, AFTERWARDS = "browser", "asked_for", "after_sign_in"
"""What this browser keeps: a secret of its own, for whom it asked, and where it was going."""
ANSWER_AFTER = 0.5
"""Seconds; who has a card and who has none are answered equally late."""


class LoginForm(Form):
    email = EmailField(
        _l("Your e-mail address"), [InputRequired(_l("The address you joined with."))]
    )
    next = HiddenField()

    def validate_email(self, field: Field) -> None:
        if email_of(field.data.strip()) is None:
            raise ValidationError(_l("This is not an e-mail address. Check it for typos."))

    @property
    def address(self) -> str:
        return email_of((self.email.data or "").strip()) or ""


@bp.get("/login")
def login() -> ResponseReturnValue:
    following = request.args.get("next", "")
    if me.member:
        return go_to_url(own_path(following, url_for("member.card")))
    return render("public/login", form=LoginForm(next=following))


@bp.post("/login")
@limiter.limit("20 per minute")
def ask_for_link() -> ResponseReturnValue:
    """The same answer after the same time, whether or not somebody has this address."""
    form = LoginForm()
    if not form.validate():
        return render("public/login", 422, form=form)
    session[AFTERWARDS] = own_path(form.next.data, url_for("member.card"))
    session[ADDRESS] = form.address
    browser = session.setdefault(BROWSER, sessions.new_token())
    session.permanent = True  # a phone may close the browser while its owner reads the mail
    with answered_late():
        in_transaction(lambda: mail_sign_in_link(form.address, browser, _address_of))
    return go_to("public.link_sent")


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """The session's row goes, and with it what this browser kept of our pages."""
    if visitor := me.visitor:
        in_transaction(lambda: sessions.sign_out(visitor.token))
        if not visitor.staff:
            logout_user()
    return forgetting(go_to("public.home"))


@contextmanager
def answered_late() -> Iterator[None]:
    """How long it took tells nothing."""
    answer_at = time.monotonic() + ANSWER_AFTER
    try:
        yield
    finally:
        time.sleep(max(0.0, answer_at - time.monotonic()))


def go_on() -> ResponseReturnValue:
    """Signed in: on to where they were stopped."""
    session.pop(ADDRESS, None)
    return go_to_url(session.pop(AFTERWARDS, None) or url_for("member.card"))


def _address_of(token: str) -> str:
    return public_address("public.link", token=token)
