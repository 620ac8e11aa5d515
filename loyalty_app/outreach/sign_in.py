"""The mail with a sign-in link: only to an address that we know, and to that not too often."""

from collections.abc import Callable
from datetime import timedelta

from ..members.queries import member_with
from ..sessions.links import add_link, links_within
from .writing import write

MOST, WITHIN = 3, timedelta(minutes=15)


def mail_sign_in_link(email: str, browser: str, address_of: Callable[[str], str]) -> None:
    """Write the mail, or nothing when nobody has this address or enough were written.

    `address_of` turns the link's token into its address. The caller learns nothing.
    """
    member = member_with(email, None)
    if member is None or links_within(member.id, WITHIN) >= MOST:
        return
    token, code = add_link(member.id, browser)
    write(member.id, "sign-in", link=address_of(token), code=code)
