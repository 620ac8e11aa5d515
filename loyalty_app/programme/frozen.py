"""What was promised under an id and may not mean something else later. Pure.

Members collect on the old terms: a change of them needs a new id, which closes the old one.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from .document import Programme
from .raw import Place

FROZEN: Mapping[str, tuple[str, ...]] = {
    "stamp_cards": (
        *("stamps", "per_visit", "per_item", "per_spend", "prize"),
        *("max_per_purchase", "max_per_day", "idle_months"),
    ),
    "challenges": (
        *("count", "target", "per", "freezes", "only", "action", "order", "when", "after"),
        *("opt_in", "together", "points", "prize", "badge"),
    ),
    "badges": ("visits", "purchases", "years", "tier"),
    "surveys": ("kind", "bands", "anonymous"),
}
"""Per section, the settings of an entry that are what was promised; the others may change."""


def changed_terms(programme: Programme, earlier: Programme) -> Iterator[tuple[Place, str]]:
    """Where a programme says something else than an earlier one promised, and the kind of problem.

    Nor does the currency change: amounts were counted in it.
    """
    if programme.currency != earlier.currency:
        yield ("currency",), "frozen_currency"
    for section, settings in FROZEN.items():
        promised = {entry.id: entry for entry in getattr(earlier, section)}
        for index, entry in enumerate(getattr(programme, section)):
            if before := promised.get(entry.id):
                for setting in _differing(entry, before, settings):
                    kind = "frozen_card" if section == "stamp_cards" else "frozen_terms"
                    yield (section, index, setting), kind


def _differing(entry: Any, before: Any, settings: tuple[str, ...]) -> Iterator[str]:  # noqa: ANN401
    return (name for name in settings if getattr(entry, name) != getattr(before, name))
