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
_TOKEN = re.compile(r"\s+|\w+(?:[.,:]\w+)*|[^\w\s]")
"""Spaces, a word or a number (`1.00`, `06:30`), any other sign."""


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
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    compared = _compared(before, after)
    went, came = [True] * len(old), [True] * len(new)
    if compared.ratio() >= ALIKE:
        for i, j, n in compared.get_matching_blocks():
            went[i : i + n] = came[j : j + n] = [False] * n
    return Rewording(_pieces(old, went), _pieces(new, came))


def _compared(before: str, after: str) -> SequenceMatcher[str]:
    """By tokens; a space alone is nothing in common."""
    return SequenceMatcher(str.isspace, _TOKEN.findall(before), _TOKEN.findall(after), False)


def _pieces(tokens: Sequence[str], changed: Sequence[bool]) -> tuple[Piece, ...]:
    groups = groupby(zip(changed, tokens, strict=True), key=itemgetter(0))
    return tuple(Piece("".join(token for _, token in group), mark) for mark, group in groups)
