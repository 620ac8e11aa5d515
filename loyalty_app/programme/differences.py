"""What a draft would change, as the sentences that go and the sentences that come. Pure."""

from dataclasses import dataclass

from .document import Programme
from .sentences import Chapter, Sentence, sentences


@dataclass(frozen=True, slots=True)
class Change:
    """One chapter's sentences that are not in the other version."""

    title: str
    removed: tuple[Sentence, ...]
    added: tuple[Sentence, ...]

    @property
    def lines(self) -> list[tuple[str, Sentence]]:
        """Both, marked `removed` or `added`; what an entry said stands before what it will say."""
        marked = [("removed", s) for s in self.removed] + [("added", s) for s in self.added]
        order = list(dict.fromkeys(sentence.id for _, sentence in marked))
        return sorted(marked, key=lambda line: order.index(line[1].id))


def differences(before: Programme, after: Programme) -> list[Change]:
    """Chapters that change, in the order in which they are read; none: nothing changes."""
    old = {chapter.title: chapter for chapter in sentences(before)}
    new = {chapter.title: chapter for chapter in sentences(after)}
    changes = (_change(title, old.get(title), new.get(title)) for title in (old | new))
    return [change for change in changes if change.removed or change.added]


def _change(title: str, old: Chapter | None, new: Chapter | None) -> Change:
    before = old.sentences if old else ()
    after = new.sentences if new else ()
    return Change(
        title,
        removed=tuple(sentence for sentence in before if sentence not in after),
        added=tuple(sentence for sentence in after if sentence not in before),
    )
