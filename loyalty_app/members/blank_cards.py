"""Cards on paper: printed ahead, nobody's until the counter hands one over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .codes import new_handle, new_number
from .models import BlankCard, Member

ON_A_SHEET = 10


class CardTaken(LoyaltyError):
    words = _l("This card is no longer free. Take another one from the sheet.")
    code = "card_taken"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards printed together; `left`: how many are still nobody's."""

    number: int
    printed_at: datetime
    left: int


def print_sheet() -> int:
    """Ten new cards; the number of their sheet."""
    sheet = (db.session.scalar(select(func.max(BlankCard.sheet))) or 0) + 1
    db.session.add_all(
        BlankCard(number=new_number(), handle=new_handle(), sheet=sheet, printed_at=now())
        for _ in range(ON_A_SHEET)
    )
    db.session.flush()
    return sheet


def sheets() -> list[Sheet]:
    """With a card that is still nobody's, the newest first."""
    query = (
        select(BlankCard.sheet, func.min(BlankCard.printed_at), func.count())
        .group_by(BlankCard.sheet)
        .order_by(BlankCard.sheet.desc())
    )
    return [Sheet(*row) for row in db.session.execute(query)]


def cards_on(sheet: int) -> Sequence[BlankCard]:
    """Those that are still nobody's."""
    query = select(BlankCard).where(BlankCard.sheet == sheet).order_by(BlankCard.number)
    return db.session.scalars(query).all()


def blank_card(handle: str | None, number: str) -> BlankCard | None:
    """By the code that was scanned, else by the number that was typed."""
    is_it = BlankCard.handle == handle if handle else BlankCard.number == number
    return db.session.scalar(select(BlankCard).where(is_it))


def take_card(number: str) -> str:
    """The handle of a blank card, which is blank no more: of two who take it one gets it.

    Raises CardTaken.
    """
    taken = delete(BlankCard).where(BlankCard.number == number).returning(BlankCard.handle)
    handle = db.session.scalar(taken)
    if handle is None:
        raise CardTaken
    return handle


def replace_card(member_id: int, number: str) -> None:
    """Another card for a member: what the old one shows is nobody's. Raises CardTaken."""
    handle = take_card(number)
    member = db.session.get_one(Member, member_id)
    member.number, member.handle = number, handle
