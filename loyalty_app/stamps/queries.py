"""How far a member's stamp cards are."""

from dataclasses import dataclass

from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..programme.sections.stamps import StampCard
from ..standing.cards import stamps_on
from ..standing.values import Standing


@dataclass(frozen=True, slots=True)
class Progress:
    """A card with a member's stamps; `owed`: prizes won and not yet handed over."""

    card: StampCard
    prize: Reward
    on_card: int
    owed: int


def cards_of(programme: Programme, standing: Standing) -> list[Progress]:
    """The open card of each kind, in the order of the programme."""
    return [
        Progress(
            card=card,
            prize=prize,
            on_card=max(0, stamps_on(standing, card.id)),
            owed=sum(w.card == card.id and w.voucher in standing.vouchers for w in standing.wins),
        )
        for card in programme.stamp_cards
        if (prize := programme.reward(card.prize))
    ]
