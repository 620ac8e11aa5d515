"""Notes on a member: what was said on the phone or at the counter, for whoever serves them next."""

from sqlalchemy import delete, select

from ..extensions import db
from ..extensions.upserts import inserting
from ..staff.models import Staff
from .models import Note, NoteKind

NEWEST = 50


def note(member_id: int, staff_id: int, kind: NoteKind, words: str, key: str) -> None:
    """Once for each form."""
    new = inserting(Note.__table__).on_conflict_do_nothing(index_elements=["key"])
    noted = {"member_id": member_id, "staff_id": staff_id, "kind": kind, "key": key}
    db.session.execute(new.values(**noted, words=words.strip()))


def forget_note(member_id: int, note_id: int) -> None:
    """It was wrong, or is needed no more."""
    db.session.execute(delete(Note).where(Note.id == note_id, Note.member_id == member_id))


def notes_of(member_id: int) -> list[tuple[Note, str]]:
    """The newest first, each with who wrote it."""
    query = (
        select(Note, Staff.name)
        .join(Staff, Staff.id == Note.staff_id)
        .where(Note.member_id == member_id)
        .order_by(Note.id.desc())
        .limit(NEWEST)
    )
    return [(one, name) for one, name in db.session.execute(query)]
