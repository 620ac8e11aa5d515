"""Where members are served."""

from sqlalchemy import select

from ..extensions import db
from .models import Shop


def shop_coded(code: str) -> Shop | None:
    return db.session.scalar(select(Shop).where(Shop.code == code))


def all_shops() -> list[Shop]:
    """By name."""
    return list(db.session.scalars(select(Shop).order_by(Shop.name)))
