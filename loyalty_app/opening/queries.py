"""Whether somebody was here before."""

from ..programme.versions import NoProgramme, published_versions
from ..staff.queries import has_an_owner


def is_founded() -> bool:
    """A programme is in force, or an owner was hired."""
    try:
        return bool(published_versions())
    except NoProgramme:
        return has_an_owner()
