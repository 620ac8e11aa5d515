"""How far a member's stamp cards are."""

from dataclasses import dataclass
from datetime import date

from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..programme.sections.stamps import StampCard
from ..standing.cards import last_days, stamps_on
from ..standing.values import Standing


@dataclass(frozen=True, slots=True)
class Progress:
    """A card with a member's stamps; `owed`: prizes won and not yet handed over; `last_day`: until
    when the stamps are good, if that depends on the next one; `follower`: what begins when it is
    full."""

    card: StampCard
    prize: Reward
    on_card: int
    owed: int
    last_day: date | None
    follower: StampCard | None


def cards_of(programme: Programme, standing: Standing) -> list[Progress]:
    """The open card of each kind, in the order of the programme; one that is replaced only while
    there is something on it."""
    waiting = last_days(standing)
    followers = {card.replaces: card for card in programme.stamp_cards}
    found = [
        Progress(
            card=card,
            prize=prize,
            on_card=max(0, stamps_on(standing, card.id)),
            owed=sum(w.card == card.id and w.voucher in standing.vouchers for w in standing.wins),
            last_day=waiting.get(card.id),
            follower=followers.get(card.id),
        )
        for card in programme.stamp_cards
        if (prize := programme.reward(card.prize))
    ]
    return [one for one in found if not one.follower or one.on_card or one.owed]
