"""What must fit together across the sections, checked on the raw document.

Raw, so that a document with other mistakes still hears of these: all problems at once.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..texts import EVERY_LANGUAGE

Place = tuple[str | int, ...]
Misfit = tuple[Place, str, dict[str, str]]
"""Where, the kind of problem, and the words it needs."""


def misfits(document: Mapping[str, Any]) -> Iterator[Misfit]:
    yield from _repeated_ids(document)
    yield from _unknown_prizes(document)
    yield from _rewards_out_of_reach(document)
    yield from _points_that_never_live(document)
    yield from _missing_languages(document)


def _entries(document: Mapping[str, Any], section: str) -> list[tuple[int, Mapping[str, Any]]]:
    entries = document.get(section)
    if not isinstance(entries, list):
        return []
    return [(i, entry) for i, entry in enumerate(entries) if isinstance(entry, Mapping)]


def _repeated_ids(document: Mapping[str, Any]) -> Iterator[Misfit]:
    for section in ("earning", "stamp_cards", "rewards"):
        seen: set[object] = set()
        for index, entry in _entries(document, section):
            name = str(entry.get("id"))
            if "id" in entry and name in seen:
                yield (section, index, "id"), "repeated_id", {"id": name}
            seen.add(name)


def _unknown_prizes(document: Mapping[str, Any]) -> Iterator[Misfit]:
    known = [str(entry.get("id")) for _, entry in _entries(document, "rewards")]
    for index, card in _entries(document, "stamp_cards"):
        if "prize" in card and str(card["prize"]) not in known:
            yield ("stamp_cards", index, "prize"), "unknown_prize", {"known": ", ".join(known)}


def _rewards_out_of_reach(document: Mapping[str, Any]) -> Iterator[Misfit]:
    prizes = {str(card.get("prize")) for _, card in _entries(document, "stamp_cards")}
    for index, reward in _entries(document, "rewards"):
        if reward.get("points") is None and str(reward.get("id")) not in prizes:
            yield ("rewards", index, "points"), "no_way_to_get", {}


def _points_that_never_live(document: Mapping[str, Any]) -> Iterator[Misfit]:
    """Points that expire before they can be spent, counted in the shortest of months."""
    points = document.get("points")
    expiry = points.get("expiry") if isinstance(points, Mapping) else None
    if not isinstance(points, Mapping) or not isinstance(expiry, Mapping):
        return
    pending, months = points.get("pending_days"), expiry.get("months")
    if isinstance(pending, int) and isinstance(months, int) and pending >= 28 * months > 0:
        yield ("points", "pending_days"), "never_live", {"most": str(28 * months - 1)}


def _missing_languages(document: Mapping[str, Any]) -> Iterator[Misfit]:
    languages = document.get("languages")
    spoken = languages if isinstance(languages, list) else ["it", "en"]
    for place, text in _texts(document):
        if isinstance(text, Mapping) and EVERY_LANGUAGE not in text:
            for language in spoken:
                if language not in text:
                    yield (*place, str(language)), "missing_language", {}


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[Place, object]]:
    yield ("name",), document.get("name")
    categories = document.get("categories")
    for category, text in categories.items() if isinstance(categories, Mapping) else ():
        yield ("categories", str(category)), text
    for section in ("earning", "stamp_cards", "rewards"):
        for index, entry in _entries(document, section):
            for field in ("name", "description"):
                yield (section, index, field), entry.get(field)
