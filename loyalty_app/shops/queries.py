"""Where members are served."""

from sqlalchemy import select

from ..extensions import db
from .models import Shop


def all_shops() -> list[Shop]:
    """By name."""
    return list(db.session.scalars(select(Shop).order_by(Shop.name)))
