"""What the counter has a button for: whatever the programme's rules and stamp cards speak of."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..programme.document import Programme
from ..programme.sections.earning import Only
from ..texts import say


@dataclass(frozen=True, slots=True)
class Favourite:
    """A category or a single product."""

    category: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action that is rewarded, with the points its first rule gives."""

    action: str
    points: int
    words: str


def in_words(name: str, programme: Programme) -> str:
    """A category by its name in the programme; without one `hot_drinks` reads “Hot drinks”."""
    if text := programme.categories.get(name):
        return say(text)
    words = name.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def favourites(programme: Programme) -> tuple[Favourite, ...]:
    """Each once; what fills a stamp card first."""
    found = (favourite for only in _mentioned(programme) for favourite in _named(only))
    return tuple(dict.fromkeys(found))


def deeds(programme: Programme) -> tuple[Deed, ...]:
    return tuple(deeds_by_action(programme).values())


def deeds_by_action(programme: Programme) -> dict[str, Deed]:
    found: dict[str, Deed] = {}
    for rule in programme.earning:
        if rule.action:
            words = say(rule.name) if rule.name else in_words(rule.action, programme)
            found.setdefault(rule.action, Deed(rule.action, rule.points or 0, words))
    return found


def _mentioned(programme: Programme) -> Iterator[Only]:
    for card in programme.stamp_cards:
        if card.per_item:
            yield card.per_item
    for rule in programme.earning:
        for only in (rule.only, rule.exclude):
            if only:
                yield only


def _named(only: Only) -> Iterator[Favourite]:
    """A rule that asks for both gets a product with its category."""
    if only.category and only.sku:
        for sku in only.sku:
            yield Favourite(only.category[0], sku)
        return
    for category in only.category:
        yield Favourite(category=category)
    for sku in only.sku:
        yield Favourite(sku=sku)
