"""Pictures of rewards, each drawn anew from what the owner chose; its address follows from it."""

from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import delete, select

from ..extensions import db
from ..logo.drawing import pixels_of
from .models import RewardPicture

SIDE = 256
"""Pixels: the catalogue shows a quarter of them on each side, a sharp screen all."""


def hang_picture(reward: str, file: bytes) -> None:
    """In place of the one before: the middle of what is there. Raises what `pixels_of` raises."""
    square = ImageOps.fit(pixels_of(file), (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    square.save(out, "WEBP", quality=82, method=6)
    picture = out.getvalue()
    digest = sha256(picture).hexdigest()
    db.session.merge(RewardPicture(reward=reward, sha256=digest, picture=picture))
    db.session.flush()


def take_picture_down(reward: str) -> None:
    db.session.execute(delete(RewardPicture).where(RewardPicture.reward == reward))


def picture_of(reward: str) -> RewardPicture | None:
    return db.session.get(RewardPicture, reward)


def pictured() -> dict[str, str]:
    """Rewards that have one, with its hash: one statement."""
    rows = db.session.execute(select(RewardPicture.reward, RewardPicture.sha256))
    return {reward: digest for reward, digest in rows}
