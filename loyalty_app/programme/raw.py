"""The raw document as it is walked: its lists of entries, each with its place. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str | int, ...]
Misfit = tuple[Place, str, dict[str, str]]
"""Where, the kind of problem, and the words it needs."""

LISTS = (
    ("earning",),
    ("stamp_cards",),
    ("rewards",),
    ("tiers", "levels"),
    ("gifts", "occasions"),
    ("challenges",),
    ("badges",),
    ("surveys",),
    ("feedback", "replies"),
)
"""Where the document lists entries, each with an id of its own."""


def entries(document: Mapping[str, Any], *section: str) -> list[tuple[int, Mapping[str, Any]]]:
    """What a list of the document holds; `section` is the way to it."""
    found: Any = document
    for step in section:
        found = found.get(step) if isinstance(found, Mapping) else None
    if not isinstance(found, list):
        return []
    return [(i, entry) for i, entry in enumerate(found) if isinstance(entry, Mapping)]


def listed(document: Mapping[str, Any]) -> Iterator[tuple[Place, Mapping[str, Any]]]:
    """All entries that have an id, with their place."""
    for section in LISTS:
        for index, entry in entries(document, *section):
            yield (*section, index), entry
