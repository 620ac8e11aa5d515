from sqlalchemy import Select, select

from ..extensions import db
from .models import Logo


def logo_hash() -> Select[str]:
    """Selects what the logo's address follows from; no row where there is none."""
    return select(Logo.sha256)


def logo_picture() -> bytes | None:
    """A PNG, square and without transparency."""
    return db.session.scalar(select(Logo.picture))
