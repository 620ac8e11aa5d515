from hashlib import sha256

from sqlalchemy import delete

from ..extensions import db
from .drawing import redrawn
from .models import ONLY, Logo


def hang_logo(file: bytes) -> None:
    """In place of the one before. Raises what `redrawn` raises."""
    picture = redrawn(file)
    db.session.merge(Logo(id=ONLY, sha256=sha256(picture).hexdigest(), picture=picture))
    db.session.flush()


def take_logo_down() -> None:
    db.session.execute(delete(Logo))
