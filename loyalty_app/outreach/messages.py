"""Messages of the shop's people to a member: in the notifications, and by mail where that is
wanted."""

from sqlalchemy import select, update

from ..clock import now
from ..extensions import db
from ..members.models import Member
from .asking import may_be_mailed
from .models import Message
from .writing import write

NEWEST = 20


def tell(member_id: int, staff_id: int, words: str, *, wanted: bool = False) -> Message:
    """`wanted`: the member asked to be written to, which is consent to this mail."""
    message = Message(member_id=member_id, staff_id=staff_id, words=words.strip())
    db.session.add(message)
    db.session.flush()
    has_address = bool(db.session.get_one(Member, member_id).email)
    if has_address and (wanted or may_be_mailed(member_id)):
        write(member_id, "message", words=message.words)
    return message


def messages_of(member_id: int) -> list[Message]:
    """The newest first."""
    query = select(Message).where(Message.member_id == member_id)
    return list(db.session.scalars(query.order_by(Message.id.desc()).limit(NEWEST)))


def keep_messages_read(member_id: int, up_to: int) -> None:
    db.session.execute(
        update(Message)
        .where(Message.member_id == member_id, Message.id <= up_to, Message.read_at.is_(None))
        .values(read_at=now())
    )
