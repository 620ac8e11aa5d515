"""Who stands at the counter, and what they have: one half of the purchase page."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from ...counter.favourites import Deed, deeds
from ...counter.rules import birthday_to_know
from ...counter.values import Till
from ...members.models import Member
from ...programme.document import Programme
from ...programme.reward_sentences import paying_words, worth
from ...programme.sections.paying import Paying
from ...receipts.names import reward_name
from ...rewards.offers import Offer, OfferState
from ...rewards.queries import catalogue
from ...stamps.queries import Progress, cards_of
from ...standing.queries import standing_today
from ...standing.values import Standing
from ...tiers.progress import Progress as TierProgress
from ...tiers.progress import progress
from .till import the_till


@dataclass(frozen=True, slots=True)
class Pays:
    """Points that may pay here, at which rate in words; and whether the phone is here it takes."""

    rules: Paying
    rate: str
    phone_is_here: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """A member with what they have today. `ready`: rewards they may have now; `later`: the others,
    each with its refusal; `vouchers`: the names of open ones, with how many; `discounts`: ids of
    vouchers that take something off here, in words; `pays`: None where their points do not."""

    member: Member
    standing: Standing
    tier: TierProgress | None
    cards: list[Progress]
    birthday: date | None
    ready: list[Offer]
    later: list[Offer]
    vouchers: list[tuple[str, int]]
    deeds: tuple[Deed, ...]
    discounts: list[tuple[str, str]]
    pays: Pays | None


def guest_of(programme: Programme, member: Member) -> Guest:
    till = the_till()
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
        discounts=_discounts(programme, standing, till),
        pays=_pays(programme, standing, till),
    )


def _discounts(programme: Programme, standing: Standing, till: Till) -> list[tuple[str, str]]:
    """Of several that are alike, the one that is good the shortest."""
    found: dict[str, str] = {}
    for id_, voucher in sorted(standing.vouchers.items(), key=lambda one: one[1].expires_on):
        terms = voucher.terms
        if terms.is_discount and (not terms.shops or till.shop in terms.shops):
            words = worth(terms.amount, terms.percent, terms.at_most, programme.currency)
            name = reward_name(voucher.reward, programme)
            found.setdefault(f"{name}: {words}", id_)
    return [(id_, words) for words, id_ in found.items()]


def _pays(programme: Programme, standing: Standing, till: Till) -> Pays | None:
    paying = programme.pay_with_points
    if paying is None or standing.available < paying.least:
        return None
    return Pays(
        paying, paying_words(paying, programme.currency)[0], till.phone_of == standing.member
    )
