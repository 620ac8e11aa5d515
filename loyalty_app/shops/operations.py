"""Opening a shop."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..errors import LoyaltyError
from ..extensions import db
from .models import Shop

LONGEST_CODE = 40


class ShopTaken(LoyaltyError):
    words = _l("There is a shop “%(code)s” already. Give this one another name.")
    code = "shop_taken"


def open_shop(name: str, code: str | None = None) -> Shop:
    """A new place; without a code, one is made from the name. Raises ShopTaken."""
    code = code or code_from(name)
    if db.session.scalar(select(Shop.id).where(Shop.code == code)):
        raise ShopTaken(code=code)
    shop = Shop(code=code, name=name.strip())
    db.session.add(shop)
    db.session.flush()
    return shop


def code_from(name: str) -> str:
    """What the programme and imports call it: `Caffè del Porto` is `caffe-del-porto`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_CODE].strip("-") or "shop"
