"""`owner`: a way in, when nobody remembers a password or nobody is an owner yet."""

import click
from flask_babel import gettext as _

from ..extensions import in_transaction
from ..opening.appointing import appoint
from ..staff.passwords import check_strength, hashed
from .console import Command, say


@click.command(cls=Command)
@click.argument("login")
@click.password_option(help="Asked for when it is not given.")
def owner(login: str, password: str) -> None:
    """Make LOGIN an owner who signs in with a new password.

    Somebody who works here keeps their name and shop; an unknown login is a new owner. It needs
    this machine, as a lost password should.

    \b
    Example:
      flask --app wsgi owner owner@my-shop.example
    """
    check_strength(password, login)
    secret = hashed(password)
    staff = in_transaction(lambda: appoint(login, secret))
    say(_("%(name)s is an owner and signs in as “%(login)s”.", name=staff.name, login=staff.login))
