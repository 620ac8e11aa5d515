"""What one version says differently from another, as lines of plain text."""

from collections.abc import Iterable, Iterator

from ..programme.differences import Change, Edit
from ..programme.rewording import Piece, Rewording


def lines_of(changes: Iterable[Change]) -> Iterator[str]:
    """`+` is new, `-` is gone, `~` says something else."""
    for change in changes:
        yield change.title
        for edit in change.edits:
            yield from _entry(edit)


def _entry(edit: Edit) -> Iterator[str]:
    if edit.before and edit.after:
        stays = edit.after.text if edit.after.text == edit.before.text else ""
        yield from _under_its_head("~", edit.after.id, stays, map(_line, edit.lines))
    elif sentence := edit.after or edit.before:
        mark = "+" if edit.after else "-"
        yield from _under_its_head(mark, sentence.id, sentence.text, sentence.more)


def _under_its_head(mark: str, id_: str, text: str, more: Iterable[str]) -> Iterator[str]:
    """The entry's own words on the first line, or what follows where it has none."""
    first, *others = [*filter(None, [": ".join(filter(None, (id_, text)))]), *more]
    yield f"  {mark} {first}"
    yield from (f"      {line}" for line in others)


def _line(line: Rewording) -> str:
    if line.before and line.after:
        return f"{_text(line.before)} → {_text(line.after)}"
    return f"+ {_text(line.after)}" if line.after else f"- {_text(line.before)}"


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
