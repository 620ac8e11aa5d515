"""Each outcome as a sentence with its why beneath. The only place where these words stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from ..activities.facts import Outcome, OutcomeKind
from ..activities.values import Kind
from ..programme.document import Programme
from ..programme.sections.gifts import Occasion
from ..programme.tier_sentences import so_much
from ..texts import day_in_words, money, points, say, stamps


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a receipt: the sentence, why it is so, and the points it moved."""

    text: str
    why: str
    points: int
    kind: OutcomeKind


def entry(outcome: Outcome, programme: Programme) -> Entry:
    return Entry(
        sentence(outcome, programme), why(outcome, programme), outcome.points, outcome.kind
    )


def title(kind: Kind, occasion: str = "") -> str:
    """What happened, as a heading."""
    if occasion:
        return occasion_name(occasion)
    return {
        Kind.PURCHASE: _("Purchase"),
        Kind.VISIT: _("Visit"),
        Kind.ACTION: _("Action"),
        Kind.REFUND: _("Refund"),
        Kind.UNDO: _("Undone"),
        Kind.CLAIM: _("Reward claimed"),
        Kind.USE: _("Voucher used"),
        Kind.ADJUSTMENT: _("Correction"),
        Kind.GIFT: _("A gift"),
        Kind.REFERRAL: _("A friend came"),
        Kind.CLOCK: _("Time passed"),
        Kind.CLOSED: _("Account closed"),
    }[kind]


def sentence(outcome: Outcome, programme: Programme) -> str:
    """What followed, in the reader's language."""
    return _SENTENCES[outcome.kind](outcome, programme)


def why(outcome: Outcome, programme: Programme) -> str:
    """The reason with its numbers; empty where the sentence says it all."""
    parts = [
        _form(outcome, programme),
        _gift(outcome, programme),
        _fence(outcome),
        _net(outcome, programme),
        _tier(outcome, programme),
        *_dates(outcome),
    ]
    return " · ".join(part for part in parts if part)


def reward_name(reward_id: str, programme: Programme) -> str:
    """The reward's name; its id when a later version dropped it."""
    reward = programme.reward(reward_id)
    return say(reward.name) if reward else reward_id


def rule_name(rule_id: str, programme: Programme) -> str:
    rule = programme.rule(rule_id)
    return say(rule.name) if rule and rule.name else rule_id


def card_name(card_id: str, programme: Programme) -> str:
    card = programme.card(card_id)
    return say(card.name) if card else card_id


def tier_name(tier: str, programme: Programme) -> str:
    """The tier's name; its id when a later version dropped it."""
    tiers = programme.tiers
    return say(tiers.level(tier).name) if tiers and tier in tiers.ranks else tier


def _dropped(outcome: Outcome, programme: Programme) -> str:
    before = tier_name(outcome.why["from"], programme)
    if not outcome.subject:
        return _("No longer %(tier)s", tier=before)
    return _(
        "Now %(tier)s, no longer %(before)s",
        tier=tier_name(outcome.subject, programme),
        before=before,
    )


def occasion_name(occasion: str) -> str:
    return {Occasion.JOINING: _("Welcome"), Occasion.BIRTHDAY: _("Happy birthday")}[
        Occasion(occasion)
    ]


def _adjusted(outcome: Outcome, programme: Programme) -> str:
    if outcome.points > 0:
        return _("%(points)s added by the shop", points=points(outcome.points))
    return _("%(points)s taken by the shop", points=points(-outcome.points))


Sentence = Callable[[Outcome, Programme], str]
_SENTENCES: dict[OutcomeKind, Sentence] = {
    OutcomeKind.POINTS_EARNED: lambda o, p: _("%(points)s earned", points=points(o.points)),
    OutcomeKind.POINTS_LIMITED: lambda o, p: _(
        "No points from “%(rule)s”", rule=rule_name(o.subject, p)
    ),
    OutcomeKind.POINTS_GIVEN: lambda o, p: _("%(points)s as a gift", points=points(o.points)),
    OutcomeKind.POINTS_RELEASED: lambda o, p: _("%(points)s ready to use", points=points(o.count)),
    OutcomeKind.POINTS_SPENT: lambda o, p: _(
        "%(points)s for %(reward)s", points=points(-o.points), reward=reward_name(o.subject, p)
    ),
    OutcomeKind.POINTS_RETURNED: lambda o, p: _("%(points)s given back", points=points(o.points)),
    OutcomeKind.POINTS_TAKEN_BACK: lambda o, p: _("%(points)s taken back", points=points(o.count)),
    OutcomeKind.POINTS_EXPIRE_SOON: lambda o, p: _(
        "%(points)s will expire soon", points=points(o.count)
    ),
    OutcomeKind.POINTS_EXTENDED: lambda o, p: _(
        "%(points)s live on, because you came", points=points(o.count)
    ),
    OutcomeKind.POINTS_SHORTENED: lambda o, p: _("Points are good as long as before"),
    OutcomeKind.POINTS_EXPIRED: lambda o, p: _("%(points)s expired", points=points(-o.points)),
    OutcomeKind.POINTS_FORFEITED: lambda o, p: _("%(points)s forfeited", points=points(o.count)),
    OutcomeKind.POINTS_ADJUSTED: _adjusted,
    OutcomeKind.DEBT_PAID: lambda o, p: _(
        "%(points)s paid back what was owed", points=points(o.count)
    ),
    OutcomeKind.STAMPS_COLLECTED: lambda o, p: _(
        "%(stamps)s on “%(card)s”", stamps=stamps(o.count), card=card_name(o.subject, p)
    ),
    OutcomeKind.STAMPS_TAKEN_BACK: lambda o, p: _(
        "%(stamps)s taken back from “%(card)s”",
        stamps=stamps(o.count),
        card=card_name(o.subject, p),
    ),
    OutcomeKind.CARD_FILLED: lambda o, p: _("“%(card)s” is full", card=card_name(o.subject, p)),
    OutcomeKind.CARD_REOPENED: lambda o, p: _(
        "“%(card)s” is open again", card=card_name(o.subject, p)
    ),
    OutcomeKind.WIN_KEPT: lambda o, p: _(
        "The prize of “%(card)s” was used already and stays", card=card_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_ISSUED: lambda o, p: _(
        "A voucher: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_USED: lambda o, p: _(
        "Handed over: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_REOPENED: lambda o, p: _(
        "The voucher is good again: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_CANCELLED: lambda o, p: _(
        "Voucher cancelled: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_EXPIRES_SOON: lambda o, p: _(
        "A voucher will expire soon: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_EXPIRED: lambda o, p: _(
        "Voucher expired: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.TIER_REACHED: lambda o, p: _("%(tier)s reached", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_KEPT: lambda o, p: _("%(tier)s stays", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_AT_RISK: lambda o, p: _("%(tier)s is at risk", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_DROPPED: _dropped,
    OutcomeKind.TIER_TAKEN_BACK: lambda o, p: _(
        "%(tier)s went with the purchase that brought it", tier=tier_name(o.subject, p)
    ),
}


def _form(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    form = facts.get("form")
    if form == "per_spend":
        return _(
            "%(worth)s: %(points)s for every %(every)s",
            worth=money(facts["worth"], programme.currency),
            points=points(facts["each"]),
            every=money(facts["every"], programme.currency),
        )
    if form == "per_item":
        return _("%(items)d × %(each)s", items=facts["items"], each=points(facts["each"]))
    if form == "multiply":
        return _(
            "×%(factor)s on %(base)s: “%(rule)s”",
            factor=format_decimal(Decimal(facts["factor"])),
            base=points(facts["base"]),
            rule=rule_name(outcome.subject, programme),
        )
    if form == "tier":
        return _(
            "×%(factor)s on %(base)s: %(tier)s",
            factor=format_decimal(Decimal(facts["factor"])),
            base=points(facts["base"]),
            tier=tier_name(outcome.subject, programme),
        )
    if form == "per_order":
        return _("for every purchase")
    if form == "per_visit":
        return _("for every visit")
    if form in ("bonus", "action"):
        return _("“%(rule)s”", rule=rule_name(outcome.subject, programme))
    return ""


def _gift(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    if "occasion" in facts:
        gift = programme.gift(facts["gift"])
        return say(gift.name) if gift and gift.name else occasion_name(facts["occasion"])
    if "gift_of" in facts and outcome.kind is OutcomeKind.VOUCHER_ISSUED:
        return _("a gift from the shop")
    return _("by itself, now that the points are there") if "automatic" in facts else ""


def _fence(outcome: Outcome) -> str:
    facts = outcome.why
    if "cap" in facts:
        return _("at most %(points)s %(per)s", points=points(facts["cap"]), per=_per(facts["per"]))
    if "limit" in facts:
        times = ngettext(
            "once %(per)s", "%(num)d times %(per)s", facts["limit"], per=_per(facts["per"])
        )
        return _("at most %(times)s", times=times)
    return _("what the shop set aside for it has been given") if "budget" in facts else ""


def _net(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    if "net" not in facts:
        return ""
    return _(
        "%(kept)d of %(given)d stay: %(net)s of %(gross)s",
        kept=facts["kept"],
        given=facts["given"],
        net=money(facts["net"], programme.currency),
        gross=money(facts["gross"], programme.currency),
    )


def _tier(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    if outcome.kind is OutcomeKind.TIER_AT_RISK:
        return _(
            "%(much)s missing, until %(day)s",
            much=so_much(facts["missing"], facts["measure"], programme.currency),
            day=day_in_words(date.fromisoformat(facts["drops_on"]) - timedelta(days=1)),
        )
    if "value" in facts and "target" in facts:
        value, target = (
            so_much(facts[name], facts["measure"], programme.currency)
            for name in ("value", "target")
        )
        return _("%(value)s, it takes %(target)s", value=value, target=target)
    return ""


def _per(per: str) -> str:
    return {
        "purchase": _("per purchase"),
        "day": _("a day"),
        "week": _("a week"),
        "month": _("a month"),
        "ever": _("in all"),
    }[per]


_SAY_UNTIL = frozenset(
    {
        OutcomeKind.VOUCHER_ISSUED,
        OutcomeKind.VOUCHER_EXPIRES_SOON,
        OutcomeKind.POINTS_EXPIRE_SOON,
    }
)


def _dates(outcome: Outcome) -> list[str]:
    facts, found = outcome.why, []
    if "on_card" in facts:
        found.append(_on_card(facts["on_card"], facts["of"]))
    if "expires_on" in facts and outcome.kind in _SAY_UNTIL:
        day = day_in_words(date.fromisoformat(facts["expires_on"]))
        found.append(_("good until %(day)s", day=day))
    if outcome.kind in (OutcomeKind.POINTS_EARNED, OutcomeKind.POINTS_GIVEN):
        lot = outcome.parts[0].lot
        if lot.releases_on:
            found.append(_("ready on %(day)s", day=day_in_words(lot.releases_on)))
    if "expired_on" in facts:
        day = day_in_words(date.fromisoformat(facts["expired_on"]))
        found.append(_("good until %(day)s", day=day))
    if outcome.kind is OutcomeKind.POINTS_EXTENDED:
        day = day_in_words(date.fromisoformat(facts["until"]))
        found.append(_("good until %(day)s", day=day))
    if "owed" in facts:
        found.append(_("%(points)s were spent and are owed", points=points(facts["owed"])))
    if "lost" in facts:
        found.append(_("%(points)s had expired and are lost", points=points(facts["lost"])))
    return found


def _on_card(on_card: int, of: int) -> str:
    if on_card < of:
        return _("%(on_card)d of %(of)d", on_card=on_card, of=of)
    return _("full: %(of)d of %(of)d", of=of)
