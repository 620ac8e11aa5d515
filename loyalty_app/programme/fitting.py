"""What must fit together across the sections, checked on the raw document.

Raw, so that a document with other mistakes still hears of these: all problems at once.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ..texts import EVERY_LANGUAGE
from .play_fitting import play_misfits
from .raw import Misfit, Place, entries, listed


def misfits(document: Mapping[str, Any]) -> Iterator[Misfit]:
    yield from _repeated_ids(document)
    yield from _unknown_prizes(document)
    yield from _unknown_tiers(document)
    yield from _unknown_cards(document)
    yield from _rewards_out_of_reach(document)
    yield from _points_that_never_live(document)
    yield from play_misfits(document)
    yield from _missing_languages(document)


def _repeated_ids(document: Mapping[str, Any]) -> Iterator[Misfit]:
    seen: set[tuple[Place, str]] = set()
    for place, entry in listed(document):
        name = str(entry.get("id"))
        if "id" in entry and (place[:-1], name) in seen:
            yield (*place, "id"), "repeated_id", {"id": name}
        seen.add((place[:-1], name))


def _unknown_prizes(document: Mapping[str, Any]) -> Iterator[Misfit]:
    known = [str(entry.get("id")) for _, entry in entries(document, "rewards")]
    for place, prize in _prizes(document):
        if prize not in known:
            yield place, "unknown_prize", {"known": ", ".join(known)}


def _prizes(document: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """Every reward that is got otherwise than for points, where it is named."""
    for place, entry in listed(document):
        if entry.get("prize") is not None:
            yield (*place, "prize"), str(entry["prize"])
    gifts = document.get("gifts")
    by_hand = gifts.get("by_hand") if isinstance(gifts, Mapping) else None
    given = by_hand.get("rewards") if isinstance(by_hand, Mapping) else None
    for index, reward in enumerate(given if isinstance(given, list) else ()):
        yield ("gifts", "by_hand", "rewards", index), str(reward)
    invitations = document.get("invitations")
    for side in ("friend", "inviter"):
        thanks = invitations.get(side) if isinstance(invitations, Mapping) else None
        if isinstance(thanks, Mapping) and thanks.get("prize") is not None:
            yield ("invitations", side, "prize"), str(thanks["prize"])


def _unknown_tiers(document: Mapping[str, Any]) -> Iterator[Misfit]:
    known = [str(level.get("id")) for _, level in entries(document, "tiers", "levels")]
    for place, names in _named_tiers(document):
        for index, name in enumerate(names if isinstance(names, list) else []):
            if str(name) not in known:
                yield (*place, index), "unknown_tier", {"known": ", ".join(known) or "–"}


def _unknown_cards(document: Mapping[str, Any]) -> Iterator[Misfit]:
    """A card replaces one above it, so that none goes in a circle, and which no other replaces."""
    above = list[str]()
    for index, card in entries(document, "stamp_cards"):
        if (replaces := card.get("replaces")) is not None:
            if str(replaces) in above:
                above.remove(str(replaces))
            else:
                known = {"known": ", ".join(above) or "–"}
                yield ("stamp_cards", index, "replaces"), "unknown_card", known
        above.append(str(card.get("id")))


def _named_tiers(document: Mapping[str, Any]) -> Iterator[tuple[Place, object]]:
    for section in ("earning", "challenges"):
        for index, entry in entries(document, section):
            when = entry.get("when")
            if isinstance(when, Mapping):
                yield (section, index, "when", "tiers"), when.get("tiers")
    for index, reward in entries(document, "rewards"):
        yield ("rewards", index, "tiers"), reward.get("tiers")
        early = reward.get("early")
        yield ("rewards", index, "early"), list(early) if isinstance(early, Mapping) else None
    for index, survey in entries(document, "surveys"):
        when = survey.get("when")
        if isinstance(when, Mapping) and "tier" in when:
            yield ("surveys", index, "when", "tier"), [when["tier"]]


def _rewards_out_of_reach(document: Mapping[str, Any]) -> Iterator[Misfit]:
    prizes = {prize for _, prize in _prizes(document)}
    for index, reward in entries(document, "rewards"):
        if reward.get("points") is None and str(reward.get("id")) not in prizes:
            yield ("rewards", index, "points"), "no_way_to_get", {}


def _points_that_never_live(document: Mapping[str, Any]) -> Iterator[Misfit]:
    """Points that expire before they can be spent, counted in the shortest of months."""
    points = document.get("points")
    expiry = points.get("expiry") if isinstance(points, Mapping) else None
    if not isinstance(points, Mapping) or not isinstance(expiry, Mapping):
        return
    at_least = expiry.get("at_least_months", 0) if expiry.get("kind") == "calendar" else None
    pending, months = points.get("pending_days"), expiry.get("months", at_least)
    if isinstance(pending, int) and isinstance(months, int) and pending > max(28 * months - 1, 0):
        yield ("points", "pending_days"), "never_live", {"most": str(max(28 * months - 1, 0))}


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
    for place, entry in listed(document):
        for field in ("name", "description", "question", "words"):
            yield (*place, field), entry.get(field)
        benefits = entry.get("benefits")
        for index, text in enumerate(benefits if isinstance(benefits, list) else []):
            yield (*place, "benefits", index), text
        options = entry.get("options")
        for option, text in options.items() if isinstance(options, Mapping) else ():
            yield (*place, "options", str(option)), text
        if isinstance(more := entry.get("follow_up"), Mapping):
            yield (*place, "follow_up", "question"), more.get("question")
