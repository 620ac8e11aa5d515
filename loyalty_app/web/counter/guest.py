"""Who stands at the counter, and what they have: one half of the purchase page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ...counter.favourites import Deed, deeds
from ...counter.rules import birthday_to_know
from ...members.models import Member
from ...programme.document import Programme
from ...receipts.names import reward_name
from ...rewards.offers import Offer, OfferState
from ...rewards.queries import catalogue
from ...stamps.queries import Progress, cards_of
from ...standing.queries import standing_today
from ...standing.values import Standing
from ...tiers.progress import Progress as TierProgress
from ...tiers.progress import progress


@dataclass(frozen=True, slots=True)
class Guest:
    """A member with what they have today. `ready`: rewards they may have now; `later`: the others,
    each with its refusal; `vouchers`: the names of open ones, with how many."""

    member: Member
    standing: Standing
    tier: TierProgress | None
    cards: list[Progress]
    birthday: date | None
    ready: list[Offer]
    later: list[Offer]
    vouchers: list[tuple[str, int]]
    deeds: tuple[Deed, ...]


def guest_of(programme: Programme, member: Member) -> Guest:
    standing = standing_today(programme, member.id)
    offers = catalogue(programme, standing)
    open_vouchers = Counter(voucher.reward for voucher in standing.vouchers.values())
    return Guest(
        member=member,
        standing=standing,
        tier=progress(programme, standing),
        cards=cards_of(programme, standing),
        birthday=birthday_to_know(member.birthday, standing.clock),
        ready=[offer for offer in offers if offer.state is OfferState.READY],
        later=[offer for offer in offers if offer.refusal],
        vouchers=[(reward_name(id_, programme), n) for id_, n in open_vouchers.items()],
        deeds=deeds(programme),
    )
