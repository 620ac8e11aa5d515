"""Where members are served."""

from collections.abc import Collection

from sqlalchemy import select

from ..extensions import db
from .models import Shop


def shop_coded(code: str) -> Shop | None:
    return db.session.scalar(select(Shop).where(Shop.code == code))


def shop_names(codes: Collection[str]) -> list[str]:
    """Of these shops, by name; no statement for none."""
    if not codes:
        return []
    return list(
        db.session.scalars(select(Shop.name).where(Shop.code.in_(codes)).order_by(Shop.name))
    )


def all_shops() -> list[Shop]:
    """By name."""
    return list(db.session.scalars(select(Shop).order_by(Shop.name)))
