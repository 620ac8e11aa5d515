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
        yield _head("~", edit.after.id, stays)
        yield from (f"      {_line(line)}" for line in edit.lines)
    elif sentence := edit.after or edit.before:
        yield _head("+" if edit.after else "-", sentence.id, sentence.text)
        yield from (f"      {condition}" for condition in sentence.more)


def _head(mark: str, id_: str, text: str) -> str:
    return f"  {mark} {': '.join(filter(None, (id_, text)))}"


def _line(line: Rewording) -> str:
    if line.before and line.after:
        return f"{_text(line.before)} → {_text(line.after)}"
    return f"+ {_text(line.after)}" if line.after else f"- {_text(line.before)}"


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
