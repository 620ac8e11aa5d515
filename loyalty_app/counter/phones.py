"""A member with a new phone stands at the counter."""

from ..sessions.phones import offer_phone
from .rules import refuse_own_card
from .values import Till


def offer_new_phone(till: Till, member_id: int, *, lost: bool) -> str:
    """The token that opens the card on the new phone. Raises OwnCard."""
    refuse_own_card(till, member_id)
    return offer_phone(member_id, till.staff_id, lost=lost)
