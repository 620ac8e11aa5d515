"""What one version says differently from another, entry by entry, in the reader's words. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .document import Programme
from .rewording import Rewording, most_alike, pairs, reworded, rewordings
from .sentences import Sentence, sentences


@dataclass(frozen=True, slots=True)
class Edit:
    """One entry: what it said (None: it is new) and what it says (None: it is gone).

    In an entry that stays, `lines` are those that are not as they were.
    """

    before: Sentence | None
    after: Sentence | None
    lines: tuple[Rewording, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One chapter's entries that are not as they were."""

    title: str
    edits: tuple[Edit, ...]


def differences(before: Programme, after: Programme) -> list[Change]:
    """Chapters that change, in the order in which they are read; none: nothing changes."""
    old = {chapter.title: chapter.sentences for chapter in sentences(before)}
    new = {chapter.title: chapter.sentences for chapter in sentences(after)}
    changes = [
        Change(title, tuple(_edits(old.get(title, ()), new.get(title, ())))) for title in old | new
    ]
    return [change for change in changes if change.edits]


def _edits(before: Sequence[Sentence], after: Sequence[Sentence]) -> Iterator[Edit]:
    for old, new in pairs(before, after, _same_entry):
        if old is None or new is None:
            yield Edit(old, new)
        elif lines := tuple(_lines(old, new)):
            yield Edit(old, new, lines)


def _same_entry(sentence: Sentence, others: Sequence[Sentence]) -> Sentence | None:
    """The one with its id; a sentence without one has a twin that says almost the same."""
    if sentence.id:
        return next((other for other in others if other.id == sentence.id), None)
    texts = {other.text: other for other in others if not other.id}
    twin = most_alike(sentence.text, list(texts))
    return texts[twin] if twin is not None else None


def _lines(old: Sentence, new: Sentence) -> Iterator[Rewording]:
    for before, after in ((old.name, new.name), (old.text, new.text)):
        if before != after:
            yield reworded(before, after)
    yield from rewordings(old.more, new.more)
