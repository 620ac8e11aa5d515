"""The reason beneath an outcome, with its numbers. The only place where these words stand."""

from datetime import date, timedelta
from decimal import Decimal

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from ..activities.facts import Outcome, OutcomeKind
from ..programme.document import Programme
from ..programme.play_sentences import counted_in_words, how_far
from ..programme.tier_sentences import so_much
from ..texts import day_in_words, money, points, say, stamps
from .invitations import promise, side
from .names import challenge_name, occasion_name, rule_name, survey_name, tier_name


def why(outcome: Outcome, programme: Programme) -> str:
    """The reason with its numbers; empty where the sentence says it all."""
    parts = [
        _form(outcome, programme),
        _gift(outcome, programme),
        side(outcome),
        promise(outcome, programme),
        _("from a card on paper") if "paper" in outcome.why else "",
        _fence(outcome),
        _net(outcome, programme),
        _tier(outcome, programme),
        _challenge(outcome, programme),
        _badge(outcome, programme),
        *_dates(outcome),
    ]
    return " · ".join(part for part in parts if part)


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
    if form == "challenge":
        return _("“%(rule)s”", rule=challenge_name(outcome.subject, programme))
    if form in ("bonus", "action"):
        return _("“%(rule)s”", rule=rule_name(outcome.subject, programme))
    return ""


def _gift(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    if "occasion" in facts:
        gift = programme.gift(facts["gift"])
        return say(gift.name) if gift and gift.name else occasion_name(facts["occasion"])
    if "survey" in facts:
        return _("for your answer: %(survey)s", survey=survey_name(outcome.subject, programme))
    if "gift_of" in facts and outcome.kind is OutcomeKind.VOUCHER_ISSUED:
        return _("a gift from the shop")
    return _("by itself, now that the points are there") if "automatic" in facts else ""


def _fence(outcome: Outcome) -> str:
    facts = outcome.why
    if "cap" in facts:
        return _("at most %(points)s %(per)s", points=points(facts["cap"]), per=_per(facts["per"]))
    if "most" in facts:
        most, per = stamps(facts["most"]), _per(facts["per"])
        return _("at most %(stamps)s %(per)s", stamps=most, per=per)
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
    if outcome.kind is OutcomeKind.TIER_ENDS_SOON:
        return _(
            "%(much)s missing, until %(day)s",
            much=so_much(facts["missing"], facts["measure"], programme.currency),
            day=day_in_words(date.fromisoformat(facts["until"])),
        )
    if "value" in facts and "target" in facts:
        value, target = (
            so_much(facts[name], facts["measure"], programme.currency)
            for name in ("value", "target")
        )
        return _("%(value)s, it takes %(target)s", value=value, target=target)
    return ""


def _challenge(outcome: Outcome, programme: Programme) -> str:
    facts = outcome.why
    if "so_far" in facts:
        so_far, target = facts["so_far"], facts["target"]
        if "together" in facts:
            much = counted_in_words(so_far, facts["counted"], programme.currency)
            return _("%(much)s from you so far", much=much)
        return how_far(so_far, target, facts["counted"], programme.currency)
    if outcome.kind is OutcomeKind.VOUCHER_ISSUED and "challenge" in facts:
        return _("“%(rule)s”", rule=challenge_name(facts["challenge"], programme))
    return ""


def _badge(outcome: Outcome, programme: Programme) -> str:
    if outcome.kind is not OutcomeKind.BADGE_EARNED or "way" not in outcome.why:
        return ""
    way, what = outcome.why["way"], outcome.why["what"]
    if way == "challenge":
        return _("“%(rule)s”", rule=challenge_name(what, programme))
    if way == "tier":
        return _("%(tier)s reached", tier=tier_name(what, programme))
    if way == "given":
        return _("a gift from the shop")
    return counted_in_words(int(what), way, programme.currency)


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
        OutcomeKind.STAMPS_EXPIRE_SOON,
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
