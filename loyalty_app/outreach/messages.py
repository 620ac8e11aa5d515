"""What the shop and a member say to each other: in the notifications, and by mail where that is
wanted. Who writes to the shop waits for an answer until the programme's hour."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..extensions.upserts import inserting
from ..members.models import Member
from ..programme.versions import current_programme
from ..texts import as_typed
from .asking import address_of, may_be_mailed
from .models import Enquiry, Message
from .writing import write

LONGEST = 2_000
"""Characters of a message."""
QUOTED = 500
"""Characters of what they said that a mail repeats."""


class WordsMissing(LoyaltyError):
    words = _l("Write something first.")
    code = "words_missing"


class TooManyWords(LoyaltyError):
    words = _l("That is too long: at most %(most)s characters. Send the rest in a second message.")
    code = "too_many_words"


class NobodyWaits(LoyaltyError):
    words = _l("Somebody was faster: this was answered already.")
    code = "nobody_waits"


def tell(
    member_id: int, staff_id: int, words: str, key: str | None = None, *, wanted: bool = False
) -> Message | None:
    """The shop says something. `wanted`: the member asked to be written to, which is consent to
    this mail. Nothing for a form that was sent before. Raises WordsMissing, TooManyWords."""
    message = _keep(member_id, staff_id, words, key)
    if message:
        _mail(message, wanted=wanted)
    return message


def answer(
    member_id: int, staff_id: int, words: str, key: str | None = None, *, wanted: bool = False
) -> Message | None:
    """The same to a member who may be waiting: then they wait no longer, and wanted it."""
    message = _keep(member_id, staff_id, words, key)
    if message:
        moment = now()
        asked = _change_wait(member_id, closed_at=moment, answered_at=moment)
        question = db.session.get_one(Message, asked).words if asked else ""
        _mail(message, wanted=wanted or bool(asked), asked=question)
    return message


def write_to_shop(member_id: int, words: str, key: str | None = None) -> Message | None:
    """The member says something, and waits for an answer from then on, if they did not before.
    Nothing for a form that was sent before. Raises WordsMissing, TooManyWords."""
    message = _keep(member_id, None, words, key)
    if message:
        moment = now()
        due_at = current_programme().feedback.due_from(moment)
        waits = inserting(Enquiry.__table__).on_conflict_do_nothing()
        values = {"member_id": member_id, "message_id": message.id, "due_at": due_at}
        db.session.execute(waits.values(**values, opened_at=moment))
    return message


def take_wait(member_id: int, staff_id: int) -> None:
    """Somebody will answer. Raises NobodyWaits."""
    if _change_wait(member_id, owner_id=staff_id) is None:
        raise NobodyWaits


def settle_wait(member_id: int) -> None:
    """It needs no answer. Raises NobodyWaits."""
    if _change_wait(member_id, closed_at=now()) is None:
        raise NobodyWaits


def keep_messages_read(member_id: int, up_to: int) -> None:
    """By the member, of what the shop said."""
    db.session.execute(
        update(Message)
        .where(
            Message.member_id == member_id,
            Message.staff_id.is_not(None),
            Message.id <= up_to,
            Message.read_at.is_(None),
        )
        .values(read_at=now())
    )


def _change_wait(member_id: int, **values: object) -> int | None:
    """The message they have waited with; nothing where nobody waits, or others were faster."""
    change = (
        update(Enquiry)
        .where(Enquiry.member_id == member_id, Enquiry.closed_at.is_(None))
        .values(**values)
        .returning(Enquiry.message_id)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(change)


def _keep(member_id: int, staff_id: int | None, words: str, key: str | None) -> Message | None:
    """Nothing where the same words were sent under this key; a form that was gone back to and
    reworded says something new."""
    words = as_typed(words)
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise TooManyWords(most=LONGEST)
    said = {"member_id": member_id, "staff_id": staff_id, "words": words}
    new = inserting(Message.__table__).on_conflict_do_nothing(index_elements=["key"])
    kept = db.session.scalar(new.values(**said, key=key).returning(Message.__table__.c.id))
    if kept is None:
        before = db.session.scalars(select(Message).where(Message.key == key)).one()
        if (before.member_id, before.staff_id, before.words) == (member_id, staff_id, words):
            return None
        kept = db.session.scalar(new.values(**said).returning(Message.__table__.c.id))
    return db.session.get_one(Message, kept)


def _mail(message: Message, *, wanted: bool, asked: str = "") -> None:
    """`asked`: what they had written, for the mail to begin with."""
    member = db.session.get_one(Member, message.member_id)
    if member.email and (wanted or may_be_mailed(member.id)):
        link = address_of("member.talk")
        short = asked if len(asked) <= QUOTED else asked[: QUOTED - 1] + "…"
        write(member.id, "message", words=message.words, asked=short, link=link)
