"""move_from_paper: stamps on a card of paper are carried over, for a reason."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Tally
from ..activities.values import Activity, Kind
from ..errors import LoyaltyError, NotFound, ReasonMissing
from ..programme.document import Programme
from ..programme.sections.stamps import StampCard
from ..standing.cards import collected, stamps_on
from ..standing.values import Standing
from .rules import fill, waits


class UnknownStampCard(NotFound):
    words = _l("This stamp card is not offered any more. Choose another one.")
    code = "unknown_stamp_card"


class TooMuchPaper(LoyaltyError):
    """`left`: as many as may still be carried over to this card."""

    code = "too_much_paper"

    def __init__(self, left: int) -> None:
        super().__init__(left=left)
        self.left = left

    def __str__(self) -> str:
        return ngettext(
            "At most %(num)d more stamp can be moved from paper to this card.",
            "At most %(num)d more stamps can be moved from paper to this card.",
            self.left,
        )


def moved(card_id: str) -> str:
    return f"paper:{card_id}"


def cards_for_paper(programme: Programme) -> list[StampCard]:
    """Those that are still begun: of one that another replaces there are no new ones."""
    return [card for card in programme.stamp_cards if card.id not in programme.replaced_cards]


def left_on_paper(programme: Programme, standing: Standing, card_id: str) -> int:
    """Stamps that may still be carried over to a card, by the programme's limit."""
    paper = programme.counter.paper_stamps
    return max(0, paper.most - standing.count(moved(card_id))) if paper else 0


def move_from_paper(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Raises UnknownStampCard, ReasonMissing, TooMuchPaper."""
    if activity.kind is not Kind.ADJUSTMENT or not activity.stamp_card:
        return
    card = next((c for c in cards_for_paper(programme) if c.id == activity.stamp_card), None)
    if card is None:
        raise UnknownStampCard
    if not activity.reason.strip():
        raise ReasonMissing
    left = left_on_paper(programme, standing, card.id)
    if not 1 <= activity.stamps <= left:
        raise TooMuchPaper(left)
    yield Tally(moved(card.id), "", activity.stamps)
    yield Tally(collected(card.id), "", activity.stamps)
    why = {
        "paper": True,
        "on_card": stamps_on(standing, card.id),
        "of": card.stamps,
        **waits(card, standing),
    }
    n = activity.stamps
    yield Outcome(OutcomeKind.STAMPS_COLLECTED, card.id, count=n, why=why, share=WHOLE)
    yield from fill(programme, standing, activity, card)
