"""What of challenges and badges must fit together, and fit the rest. On the raw document."""

from collections.abc import Iterator, Mapping
from typing import Any

from .raw import Misfit, entries
from .sections.badges import WAYS

Document = Mapping[str, Any]


def play_misfits(document: Document) -> Iterator[Misfit]:
    yield from _unknown_names(document)
    yield from _impossible_orders(document)
    yield from _badges_out_of_reach(document)


def _unknown_names(document: Document) -> Iterator[Misfit]:
    """A badge, an action or a tier that there is not."""
    rules = entries(document, "earning")
    badges = _ids(document, "badges")
    actions = [str(rule["action"]) for _, rule in rules if rule.get("action")]
    tiers = _ids(document, "tiers", "levels")[1:]  # everybody begins on the lowest
    for index, challenge in entries(document, "challenges"):
        for name, known in (("badge", badges), ("action", actions)):
            if challenge.get(name) is not None and str(challenge[name]) not in known:
                yield ("challenges", index, name), f"unknown_{name}", _known(known)
    for index, badge in entries(document, "badges"):
        if badge.get("tier") is not None and str(badge["tier"]) not in tiers:
            yield ("badges", index, "tier"), "unknown_tier", _known(tiers)


def _impossible_orders(document: Document) -> Iterator[Misfit]:
    """One that comes after what there is not, what comes again and again, or itself."""
    listed = entries(document, "challenges")
    by_id = {str(challenge.get("id")): challenge for _, challenge in listed}
    for index, challenge in listed:
        if (after := challenge.get("after")) is None:
            continue
        place = ("challenges", index, "after")
        if str(after) not in by_id:
            yield place, "unknown_challenge", _known(list(by_id))
        elif by_id[str(after)].get("per", "ever") != "ever":
            yield place, "after_a_recurring_one", {}
        elif _comes_after_itself(str(challenge.get("id")), by_id):
            yield place, "comes_after_itself", {}


def _comes_after_itself(name: str, by_id: Mapping[str, Mapping[str, Any]]) -> bool:
    passed = set[str]()
    before = str(by_id[name].get("after"))
    while before in by_id and before not in passed:
        if before == name:
            return True
        passed.add(before)
        before = str(by_id[before].get("after"))
    return False


def _badges_out_of_reach(document: Document) -> Iterator[Misfit]:
    won = {str(challenge.get("badge")) for _, challenge in entries(document, "challenges")}
    for index, badge in entries(document, "badges"):
        if str(badge.get("id")) not in won and not any(badge.get(way) for way in WAYS):
            yield ("badges", index), "no_way_to_earn", {"ways": ", ".join(WAYS)}


def _ids(document: Document, *section: str) -> list[str]:
    return [str(entry.get("id")) for _, entry in entries(document, *section)]


def _known(names: list[str]) -> dict[str, str]:
    return {"known": ", ".join(names) or "–"}
