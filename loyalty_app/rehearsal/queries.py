"""The rehearsal that the owner asked for last."""

from sqlalchemy import select

from ..extensions import db
from .models import RehearsalRow


def latest() -> RehearsalRow | None:
    newest = select(RehearsalRow).order_by(RehearsalRow.asked_at.desc()).limit(1)
    return db.session.scalars(newest).first()
