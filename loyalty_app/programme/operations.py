"""Drafting versions of the programme and putting them in force.

There is one draft at most. What a stamp card with one id promises never changes: a change needs a
new id, since members collect on the old one. Nor does the currency: amounts were counted in it.
"""

import hashlib
from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .document import Programme
from .fitting import Place
from .models import ProgrammeVersion
from .queries import draft_version
from .reading import InvalidProgramme, problem_at, read_programme
from .sections.stamps import StampCard
from .versions import parsed

FROZEN = ("stamps", "per_visit", "per_item", "prize")
"""Settings of a stamp card that are what was promised; its name may change."""


class DraftChanged(LoyaltyError):
    words = _l("The draft was changed meanwhile. Look at it again before you publish.")
    code = "draft_changed"


class AlreadyPublished(LoyaltyError):
    words = _l("This version is in force already.")
    code = "already_published"


def draft(source: str, by: str) -> ProgrammeVersion:
    """Keep a valid document as the draft, in place of an earlier one. Raises InvalidProgramme."""
    publishable(source)
    db.session.execute(delete(ProgrammeVersion).where(ProgrammeVersion.published_at.is_(None)))
    number = db.session.scalar(select(func.coalesce(func.max(ProgrammeVersion.number), 0)))
    version = ProgrammeVersion(
        number=(number or 0) + 1,
        source=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        created_by=by,
        created_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def publishable(source: str) -> Programme:
    """The document, if it may come into force after all that was promised. Raises
    InvalidProgramme."""
    programme = read_programme(source)
    _refuse_changed_terms(source, programme)
    return programme


def discard_draft() -> None:
    db.session.execute(delete(ProgrammeVersion).where(ProgrammeVersion.published_at.is_(None)))


def put_in_force(sha256: str, by: str) -> Programme:
    """The draft with this content, from now on, once; `engine.publish` does all that goes with it.

    Raises AlreadyPublished, DraftChanged, and InvalidProgramme when another version has since
    promised something else.
    """
    draft = draft_version()
    if draft is None or draft.sha256 != sha256:
        raise AlreadyPublished if _is_published(sha256) else DraftChanged
    programme = publishable(draft.source)
    taken = db.session.execute(
        update(ProgrammeVersion)
        .where(ProgrammeVersion.number == draft.number, ProgrammeVersion.published_at.is_(None))
        .values(published_at=now(), published_by=by)
        .returning(ProgrammeVersion.number)
    ).all()
    if not taken:
        raise AlreadyPublished
    return programme


def _is_published(sha256: str) -> bool:
    found = select(ProgrammeVersion.number).where(
        ProgrammeVersion.sha256 == sha256, ProgrammeVersion.published_at.is_not(None)
    )
    return db.session.scalar(found.limit(1)) is not None


def _refuse_changed_terms(source: str, programme: Programme) -> None:
    """Against every version that was ever in force: an old id does not come back as another."""
    changes = {change for earlier in _published() for change in _changed(programme, earlier)}
    if changes:
        raise InvalidProgramme(
            [problem_at(source, place, kind, {}) for place, kind in sorted(changes)]
        )


def _changed(programme: Programme, earlier: Programme) -> Iterator[tuple[Place, str]]:
    if programme.currency != earlier.currency:
        yield ("currency",), "frozen_currency"
    for index, card in enumerate(programme.stamp_cards):
        if before := earlier.card(card.id):
            for setting in _differing(card, before):
                yield ("stamp_cards", index, setting), "frozen_terms"


def _differing(card: StampCard, before: StampCard) -> Iterator[str]:
    return (name for name in FROZEN if getattr(card, name) != getattr(before, name))


def _published() -> Iterator[Programme]:
    hashes = db.session.scalars(
        select(ProgrammeVersion.sha256).where(ProgrammeVersion.published_at.is_not(None)).distinct()
    )
    return (parsed(sha256) for sha256 in hashes.all())
