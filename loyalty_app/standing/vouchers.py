"""Vouchers that can still be used, each with the terms it was born with. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..activities.chain import lot_from_json, lot_to_json
from ..activities.facts import Outcome, Part
from ..programme.sections.rewards import Reward


@dataclass(frozen=True, slots=True)
class VoucherTerms:
    """What was promised with a voucher, whatever the programme says by now.

    `amount` minor units off a purchase, or `percent` of it, `at_most` so much (0: all of that);
    `shops` where it is good (none: everywhere); `cancel`: what its holder gets for it unused;
    `paid`: what it cost, and `paid_in` which month, where that comes back when it expires.
    """

    amount: int = 0
    percent: int = 0
    at_most: int = 0
    shops: tuple[str, ...] = ()
    cancel: str = "points_back"
    paid: tuple[Part, ...] = ()
    paid_in: str = ""

    @property
    def is_discount(self) -> bool:
        return bool(self.amount or self.percent)

    def off(self, order: int) -> int:
        """Minor units off an order of so many, rounded half up; never more than there is."""
        off = self.amount or (order * self.percent + 50) // 100
        return min(off, self.at_most or off, order)

    def as_json(self) -> dict[str, Any]:
        """Only what differs from a plain voucher."""
        if self is PLAIN:
            return {}
        said = {name: getattr(self, name) for name in self.__dataclass_fields__}
        said["paid"] = [[lot_to_json(part.lot), part.left] for part in self.paid]
        return {name: value for name, value in said.items() if value and value != "points_back"}


PLAIN = VoucherTerms()


def voucher_terms(said: Mapping[str, Any]) -> VoucherTerms:
    """From their JSON."""
    paid = tuple(Part(lot_from_json(lot), left) for lot, left in said.get("paid", ()))
    return VoucherTerms(**{**said, "shops": tuple(said.get("shops", ())), "paid": paid})


@dataclass(frozen=True, slots=True)
class OpenVoucher:
    """A voucher that can still be used: to the end of its last day. `of_stock`: it took one of a
    limited reward, which goes back when it is cancelled."""

    reward: str
    expires_on: date
    of_stock: bool = False
    terms: VoucherTerms = PLAIN

    @property
    def why(self) -> dict[str, Any]:
        """All of it, as an outcome says it and `opened` reads it."""
        terms = self.terms.as_json()
        return {
            "expires_on": self.expires_on.isoformat(),
            **({"of_stock": True} if self.of_stock else {}),
            **({"terms": terms} if terms else {}),
        }


def asked_for(activity_id: str, reward: str) -> str:
    """The id of the voucher that an activity is about: a claim's, a gift's by hand, a thanks'. What
    comes beside it is called otherwise."""
    return f"{activity_id}-{reward}"


def promised(reward: Reward, day: date, **paid: Any) -> dict[str, Any]:  # noqa: ANN401
    """The why of a voucher that is issued on a local day; `paid`: terms of one that cost points."""
    terms = VoucherTerms(
        amount=reward.amount or 0,
        percent=reward.percent or 0,
        at_most=reward.at_most or 0,
        shops=reward.shops,
        **paid,
    )
    return OpenVoucher(reward.id, reward.good_until(day), terms=terms).why


def opened(outcome: Outcome) -> OpenVoucher:
    """What an issued or reopened voucher is, from the outcome that says so."""
    why = outcome.why
    return OpenVoucher(
        reward=outcome.subject,
        expires_on=date.fromisoformat(why["expires_on"]),
        of_stock=bool(why.get("from_stock") or why.get("of_stock")),
        terms=terms_in(why),
    )


def terms_in(why: Mapping[str, Any]) -> VoucherTerms:
    return voucher_terms(why["terms"]) if "terms" in why else PLAIN


def voucher_to_json(voucher: OpenVoucher) -> list[Any]:
    terms = voucher.terms.as_json()
    plain = [voucher.reward, voucher.expires_on.isoformat(), voucher.of_stock]
    return [*plain, terms] if terms else plain


def voucher_from_json(values: list[Any]) -> OpenVoucher:
    reward, day, of_stock, *terms = values
    last_day = date.fromisoformat(day)
    return OpenVoucher(reward, last_day, of_stock, voucher_terms(terms[0]) if terms else PLAIN)
