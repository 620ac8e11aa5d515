"""Cards on paper at the counter: one for a new member, another for who has lost theirs."""

from typing import Unpack

from ..engine import join
from ..invitations.operations import Came
from ..members.blank_cards import CardTaken, replace_card, take_card
from ..members.models import BlankCard
from ..members.operations import Identity
from ..members.queries import members_numbered
from ..programme.document import Programme
from .queries import found
from .rules import refuse_own_card
from .values import Till


def join_with_card(
    card: str, name: str, came: Came | None = None, **identity: Unpack[Identity]
) -> str:
    """A new member to whom a blank card of this number is handed; the number. A card that is
    somebody's is a form sent twice. Raises CardTaken for one that never was, and as `join`."""
    try:
        identity["number"], identity["handle"] = card, take_card(card)
    except CardTaken:
        if not members_numbered([card]):
            raise
        return card
    return join(name, came=came, **identity).number


def hand_over(till: Till, member_id: int, code: str, programme: Programme) -> str:
    """Make a blank card, scanned or typed, the member's own instead of the one they had; its
    number. Raises OwnCard, CardTaken, and what `found` raises."""
    refuse_own_card(till, member_id)
    card = found(code, programme)
    if not isinstance(card, BlankCard):
        raise CardTaken
    replace_card(member_id, card.number)
    return card.number
