"""What was said and what is said instead, compared line by line and word by word. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

T = TypeVar("T")

ALIKE = 0.5
"""From which share of common words on two lines are one line reworded (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that stay, or that do not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Rewording:
    """One line before and after; without a `before` it is new, without an `after` gone."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def pairs(
    before: Sequence[T], after: Sequence[T], twin: Callable[[T, Sequence[T]], T | None]
) -> Iterator[tuple[T | None, T | None]]:
    """What is not in both, each with its twin on the other side where it has one."""
    came = [one for one in after if one not in before]
    for one in before:
        if one not in after:
            other = twin(one, came)
            if other is not None:
                came.remove(other)
            yield one, other
    for other in came:
        yield None, other


def most_alike(line: str, others: Sequence[str]) -> str | None:
    """None when all of them say something else."""
    best = max(others, key=lambda other: _compared(line, other).ratio(), default=None)
    return best if best is not None and _compared(line, best).ratio() >= ALIKE else None


def rewordings(before: Sequence[str], after: Sequence[str]) -> Iterator[Rewording]:
    """Only the lines that are not as they were."""
    return (reworded(old or "", new or "") for old, new in pairs(before, after, most_alike))


def reworded(before: str, after: str) -> Rewording:
    """The words that differ are marked; all of them, where hardly any stays."""
    compared = _compared(before, after)
    if compared.ratio() < ALIKE:
        return Rewording(_whole(before), _whole(after))
    old, new = [True] * len(before.split()), [True] * len(after.split())
    for i, j, n in compared.get_matching_blocks():
        old[i : i + n] = new[j : j + n] = [False] * n
    return Rewording(tuple(_pieces(before, old)), tuple(_pieces(after, new)))


def _compared(before: str, after: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, before.split(), after.split(), autojunk=False)


def _whole(line: str) -> tuple[Piece, ...]:
    return (Piece(line, changed=True),) if line else ()


def _pieces(line: str, changed: Sequence[bool]) -> Iterator[Piece]:
    """Words marked alike together; a space is marked where it stands between two marked words."""
    tokens = re.split(r"(\s+)", line.strip())
    marked = [(changed[i // 2] and changed[(i + 1) // 2], token) for i, token in enumerate(tokens)]
    for mark, group in groupby(marked, key=itemgetter(0)):
        yield Piece("".join(token for _, token in group), mark)
