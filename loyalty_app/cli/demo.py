"""`demo`: a café with a past, for a first look."""

import os
from collections.abc import Mapping

import click
from flask import current_app
from flask_babel import gettext as _

from ..extensions import in_transaction
from ..opening.demo import demo_is_open, guest_address, open_demo, passwords
from ..opening.queries import is_founded
from ..staff.models import Role
from ..staff.passwords import PasswordHash, hashed
from .console import Command, say
from .demo_answers import let_guests_answer


@click.command(cls=Command)
def demo() -> None:
    """Open the demo café where there is no shop yet, and say who can sign in.

    Safe to repeat: a demo that is open stays as it is, and a shop of your own is not touched.
    """
    secrets = passwords(current_app.config["SECRET_KEY"])
    if not is_founded():
        hashes = {role: hashed(password) for role, password in secrets.items()}
        in_transaction(lambda: _open(hashes))
    if not demo_is_open():
        say(_("There is a shop here already; the demo leaves it alone."))
        return
    say(_("The demo café is open."))
    say()
    staff, card = _("Staff"), _("Card")
    say(f"  {staff:<12}{_address()}/staff")
    for role, password in secrets.items():
        say(f"    {role:<10}{password}")
    say(f"  {card:<12}{_address()}/login")
    say(f"    {guest_address(1)}")
    if current_app.config["SHOW_MAILS"]:
        mails = f"{_address()}/dev/mails"
        say("    " + _("its mails are shown at %(address)s", address=mails))


def _open(hashes: Mapping[Role, PasswordHash]) -> None:
    if open_demo(hashes):
        let_guests_answer()


def _address() -> str:
    return current_app.config["PUBLIC_URL"] or f"http://localhost:{os.environ.get('PORT', '8000')}"
