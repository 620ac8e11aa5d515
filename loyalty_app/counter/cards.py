"""Cards on paper at the counter: one for a new member, another for who has lost theirs."""

from ..members.blank_cards import CardTaken, replace_card
from ..members.models import BlankCard
from ..programme.document import Programme
from .queries import found
from .rules import refuse_own_card
from .values import Till


def hand_over(till: Till, member_id: int, code: str, programme: Programme) -> str:
    """Make a blank card, scanned or typed, the member's own instead of the one they had; its
    number. Raises OwnCard, CardTaken, and what `found` raises."""
    refuse_own_card(till, member_id)
    card = found(code, programme)
    if not isinstance(card, BlankCard):
        raise CardTaken
    replace_card(member_id, card.number)
    return card.number
