"""Tables of examples, written so that an owner can read them, and what `flask try` is told of them.

An example is some deeds, one after the other, and what is expected after the last one. A deed is
named by its verb (`buys: 12.50`); where it says no day it happens on Monday, 2 November 2026, or
when the one before it did. What members, receipts and days are not named otherwise is Anna's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

TABLES = Path(__file__).parent
START = "2026-11-02"

VERBS = {
    "buys": ("purchase", "amount"),
    "comes": ("visit", "shop"),
    "does": ("action", "action"),
    "brings-a-friend": ("referral", ""),
    "claims": ("claim", "reward"),
    "uses": ("use", "reward"),
    "undo": ("undo", "refers_to"),
    "returns": ("refund", "refers_to"),
    "joins-in": ("take_part", "challenge"),
    "all-reached": ("goal", "challenge"),
    "thanked-with": ("gift", "reward"),
    "given-badge": ("gift", "badge"),
    "corrected": ("adjustment", "points"),
    "occasion": ("clock", "occasion"),
    "years-a-member": ("anniversary", "years"),
    "waits": ("clock", ""),
}
"""Each with the kind of activity it is, and the field that its value fills."""

Said = dict[str, Any]


@dataclass(frozen=True)
class Example:
    """`lines`: what `flask try` reads; `expect`: what is to be true of the last answer."""

    name: str
    programme: str
    lines: tuple[str, ...]
    expect: Mapping[str, Any]


@cache
def examples() -> tuple[Example, ...]:
    return tuple(example for path in sorted(TABLES.glob("*.yaml")) for example in _in(path))


def _in(path: Path) -> Iterator[Example]:
    for table in YAML(typ="safe", pure=True).load(path.read_text()):
        for one in table["examples"]:
            zone = one.get("zone", "Europe/Rome")
            head = f"name: Shop\ncurrency: EUR\ntime_zone: {zone}\n"
            said = [_said(deed, n) for n, deed in enumerate(one["given"], start=1)]
            said[0].setdefault("at", START)
            yield Example(
                name=f"{path.stem}: {one['it']}",
                programme=head + table["programme"],
                lines=tuple(json.dumps(line) for line in said),
                expect=one["expect"],
            )


def _said(deed: Mapping[str, Any], number: int) -> Said:
    """A deed in the words of `flask try`; `undo: 2` names the second deed."""
    verb = next(name for name in deed if name in VERBS)
    kind, field = VERBS[verb]
    said: Said = {"member": deed.get("who", "anna"), "kind": kind}
    value = deed[verb]
    if isinstance(value, Mapping):
        said["items"] = _items(value)
    elif field == "refers_to":
        said[field] = f"line-{value}"
    elif value is not None:
        said[field] = value
    if verb == "corrected":
        said["reason"] = "A mistake."
    for name, value in deed.items():
        if name not in {verb, "who"}:
            said |= _beside(name, value)
    said.setdefault("reference", f"line-{number}")
    return said


def _beside(name: str, value: Any) -> Said:  # noqa: ANN401
    if name == "items":
        return {"items": _items(value)}
    names = {"on": "at", "receipt": "reference", "thanks": "reason"}
    return {names.get(name, name): str(value) if name in {"on", "at"} else value}


def _items(basket: Mapping[str, float]) -> list[Said]:
    """`{3 coffee: 4.50}`: three of a category, for so much together."""
    found = []
    for name, amount in basket.items():
        number, _, category = name.rpartition(" ")
        found.append({"category": category, "quantity": int(number or 1), "amount": amount})
    return found
