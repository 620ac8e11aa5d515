"""The document as one model: what may be written."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from babel.numbers import list_currencies
from phonenumbers import SUPPORTED_REGIONS
from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from .sections.badges import Badge
from .sections.base import Name, Section, Text
from .sections.challenges import Challenge
from .sections.counter import Counter
from .sections.earning import EarningRule
from .sections.gifts import Gifts, OccasionGift
from .sections.holidays import Holiday
from .sections.invitations import Invitations
from .sections.paying import Paying
from .sections.points import Points
from .sections.rewards import Reward, Vouchers
from .sections.stamps import StampCard
from .sections.surveys import Feedback, Survey
from .sections.tiers import Level, Tiers

SPOKEN = ("it", "en")
"""The languages the pages exist in."""


def _known_currency(code: str) -> str:
    if code not in list_currencies():
        raise PydanticCustomError("currency", "an ISO 4217 code such as EUR")
    return code


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("time_zone", "an IANA time zone such as Europe/Rome")
    return name


def _known_country(code: str) -> str:
    if code not in SUPPORTED_REGIONS:
        raise PydanticCustomError("country", "an ISO 3166 code such as IT")
    return code


def _spoken(code: str) -> str:
    if code not in SPOKEN:
        raise PydanticCustomError("language", "one of {codes}", {"codes": ", ".join(SPOKEN)})
    return code


class Programme(Section):
    """All rules of one shop's programme. Amounts are minor units of `currency`."""

    name: Text
    currency: Annotated[str, AfterValidator(_known_currency)]
    time_zone: Annotated[str, AfterValidator(_known_zone)]
    country: Annotated[str, AfterValidator(_known_country)] = "IT"
    languages: Annotated[
        tuple[Annotated[str, AfterValidator(_spoken)], ...], Field(min_length=1)
    ] = SPOKEN
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#6b3fa0"
    categories: dict[Name, Text] = Field(default_factory=dict)
    points: Points = Points()
    earning: tuple[EarningRule, ...] = ()
    stamp_cards: tuple[StampCard, ...] = ()
    rewards: tuple[Reward, ...] = ()
    vouchers: Vouchers = Vouchers()
    pay_with_points: Paying | None = None
    tiers: Tiers | None = None
    gifts: Gifts = Gifts()
    invitations: Invitations | None = None
    challenges: tuple[Challenge, ...] = ()
    badges: tuple[Badge, ...] = ()
    surveys: tuple[Survey, ...] = ()
    feedback: Feedback = Feedback()
    counter: Counter = Counter()
    holidays: tuple[Holiday, ...] = ()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @cached_property
    def earning_in_order(self) -> tuple[EarningRule, ...]:
        """Highest priority first; as written among equals."""
        return tuple(sorted(self.earning, key=lambda rule: -rule.priority))

    @cached_property
    def purchase_rules(self) -> tuple[EarningRule, ...]:
        """Those that may pay for a purchase, highest priority first."""
        return tuple(rule for rule in self.earning_in_order if not rule.action)

    @cached_property
    def visit_rules(self) -> tuple[EarningRule, ...]:
        """Those that pay for coming, also where nothing is bought."""
        return tuple(rule for rule in self.earning_in_order if rule.per_visit)

    @cached_property
    def action_rules(self) -> dict[str, tuple[EarningRule, ...]]:
        """Those that pay for each action."""
        rules = self.earning_in_order
        return {name: tuple(r for r in rules if r.action == name) for name in self.actions}

    @cached_property
    def actions(self) -> frozenset[str]:
        return frozenset(rule.action for rule in self.earning if rule.action)

    @cached_property
    def budgets(self) -> dict[str, int]:
        """Points each rule with a budget may pay to all members together."""
        return {rule.id: rule.budget.points for rule in self.earning if rule.budget}

    @cached_property
    def automatic_rewards(self) -> tuple[Reward, ...]:
        return tuple(reward for reward in self.rewards if reward.automatic)

    @cached_property
    def replaced_cards(self) -> frozenset[str]:
        """Stamp cards that nobody begins any more."""
        return frozenset(card.replaces for card in self.stamp_cards if card.replaces)

    @cached_property
    def team_goals(self) -> tuple[Challenge, ...]:
        """Challenges whose target is that of all members together."""
        return tuple(challenge for challenge in self.challenges if challenge.together)

    @property
    def shares_supplies(self) -> bool:
        """Whether what one member gets can leave less for another one."""
        limited = any(reward.stock is not None for reward in self.rewards)
        return bool(self.budgets or limited or self.gifts.by_hand or self.team_goals)

    def budgets_left(self, paid: Mapping[str, int]) -> dict[str, int]:
        """Points left in each budget, after what its rule has paid."""
        return {rule: points - paid.get(rule, 0) for rule, points in self.budgets.items()}

    def rule(self, rule_id: str) -> EarningRule | None:
        return next((rule for rule in self.earning if rule.id == rule_id), None)

    def reward(self, reward_id: str) -> Reward | None:
        return next((reward for reward in self.rewards if reward.id == reward_id), None)

    def gift(self, gift_id: str) -> OccasionGift | None:
        return next((gift for gift in self.gifts.occasions if gift.id == gift_id), None)

    def card(self, card_id: str) -> StampCard | None:
        return next((card for card in self.stamp_cards if card.id == card_id), None)

    def challenge(self, challenge_id: str) -> Challenge | None:
        return next((one for one in self.challenges if one.id == challenge_id), None)

    def badge(self, badge_id: str) -> Badge | None:
        return next((badge for badge in self.badges if badge.id == badge_id), None)

    def survey(self, survey_id: str) -> Survey | None:
        return next((survey for survey in self.surveys if survey.id == survey_id), None)

    def level(self, tier: str) -> Level | None:
        """The level of who holds this tier; None where there are no tiers."""
        return self.tiers.level(tier) if self.tiers else None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)
