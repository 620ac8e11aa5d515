"""The programme as sentences: everything that a document says, in the reader's language.

Pure. Each setting appears in some sentence; what is left at its default may go without saying.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import day_of_every_year, exact_money, points, say
from .counter_sentences import at_the_counter
from .document import Programme
from .gift_sentences import by_hand, on_occasion
from .invitation_sentences import invitation_rules
from .other_languages import described, language_name, named
from .play_sentences import (
    begins,
    conditions,
    from_to,
    how_it_is_earned,
    how_it_looks,
    what_it_asks,
    what_it_gives,
)
from .reward_sentences import paying_words, reward_terms, what_comes_back, what_it_is
from .rule_sentences import conditions_of, order_of, what_it_brings
from .sections.badges import Badge
from .sections.challenges import Challenge
from .sections.earning import EarningRule
from .sections.points import CalendarExpiry, InactivityExpiry, Points, RollingExpiry
from .sections.rewards import Reward, Vouchers
from .sections.stamps import StampCard
from .sections.surveys import Reply, Survey
from .sections.tiers import Level, Tiers
from .stamp_sentences import card_terms, what_it_takes
from .survey_sentences import about_feedback, how_it_is_asked, when_it_is_asked
from .tier_sentences import brings, how_it_is_lost, reached_by, what_counts


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one entry says; `more` are its conditions, `id` what the document calls it."""

    text: str
    more: tuple[str, ...] = ()
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    sentences: tuple[Sentence, ...]


def sentences(programme: Programme) -> list[Chapter]:
    chapters = [
        Chapter(_("Earning"), tuple(_earning(programme))),
        Chapter(_("Points"), tuple(_points(programme.points, programme.currency))),
        Chapter(_("Stamp cards"), tuple(_card(card, programme) for card in programme.stamp_cards)),
        Chapter(_("Rewards"), tuple(_rewards(programme))),
        Chapter(_("Tiers"), tuple(_tiers(programme.tiers, programme)) if programme.tiers else ()),
        Chapter(_("Gifts"), tuple(_gifts(programme))),
        Chapter(_("Invitations"), tuple(_invitations(programme))),
        Chapter(_("Challenges"), tuple(_challenge(one, programme) for one in programme.challenges)),
        Chapter(_("Badges"), tuple(_badge(badge, programme) for badge in programme.badges)),
        Chapter(_("Surveys"), tuple(_surveys(programme))),
        Chapter(_("At the counter"), tuple(map(Sentence, at_the_counter(programme)))),
        Chapter(_("The shop"), tuple(_shop(programme))),
    ]
    return [chapter for chapter in chapters if chapter.sentences]


def _earning(programme: Programme) -> Iterator[Sentence]:
    for rule in programme.earning_in_order:
        yield _rule(rule, programme)
    if any(rule.stop for rule in programme.earning):
        names = ", ".join(rule.id for rule in programme.earning_in_order)
        yield Sentence(_("Rules are looked at in this order: %(rules)s.", rules=names))


def _rule(rule: EarningRule, programme: Programme) -> Sentence:
    name, others = named(rule.name) if rule.name else ("", ())
    more = (*others, *conditions_of(rule, programme), *order_of(rule))
    return Sentence(what_it_brings(rule, programme.currency), more, name, rule.id)


def _points(terms: Points, currency: str) -> Iterator[Sentence]:
    yield from points_terms(terms)
    if terms.cost:
        cost = exact_money(terms.cost, currency)
        yield Sentence(_("A point costs the shop %(amount)s, in the owner's figures.", amount=cost))


def points_terms(terms: Points) -> Iterator[Sentence]:
    """When points can be spent, and until when."""
    if terms.pending_days:
        yield Sentence(
            ngettext(
                "Points can be spent %(num)d day after they were earned.",
                "Points can be spent %(num)d days after they were earned.",
                terms.pending_days,
            )
        )
    else:
        yield Sentence(_("Points can be spent at once."))
    yield Sentence(_expiry(terms))


def _expiry(terms: Points) -> str:
    expiry = terms.expiry
    if isinstance(expiry, RollingExpiry):
        return _rolling(expiry)
    if isinstance(expiry, CalendarExpiry):
        return _on_fixed_days(expiry)
    if isinstance(expiry, InactivityExpiry):
        return ngettext(
            "Points are good to the end of the month, %(num)d month after the member last came.",
            "Points are good to the end of the month, %(num)d months after the member last came.",
            expiry.months,
        )
    return _("Points never expire.")


def _rolling(expiry: RollingExpiry) -> str:
    if expiry.round_up_to == "quarter":
        return ngettext(
            "Points are good for %(num)d month, to the end of that quarter.",
            "Points are good for %(num)d months, to the end of the last quarter.",
            expiry.months,
        )
    if expiry.round_up_to == "month":
        return ngettext(
            "Points are good for %(num)d month, to the end of that month.",
            "Points are good for %(num)d months, to the end of the last month.",
            expiry.months,
        )
    return ngettext(
        "Points are good for %(num)d month, to the day.",
        "Points are good for %(num)d months, to the day.",
        expiry.months,
    )


def _on_fixed_days(expiry: CalendarExpiry) -> str:
    days = _(" or ").join(day_of_every_year(day) for day in expiry.last_days)
    if not expiry.at_least_months:
        return _("Points are good until the next %(days)s.", days=days)
    return ngettext(
        "Points are good until %(days)s, and for %(num)d month at least.",
        "Points are good until %(days)s, and for %(num)d months at least.",
        expiry.at_least_months,
        days=days,
    )


def _card(card: StampCard, programme: Programme) -> Sentence:
    name, others = named(card.name)
    more = (*others, *card_terms(card, programme))
    return Sentence(what_it_takes(card, programme), more, name, card.id)


def _rewards(programme: Programme) -> Iterator[Sentence]:
    for reward in programme.rewards:
        yield _reward(reward, programme)
    if programme.pay_with_points:
        yield Sentence(*paying_words(programme.pay_with_points, programme.currency))
    if programme.vouchers != Vouchers():
        yield Sentence(what_comes_back(programme.vouchers))


def _reward(reward: Reward, programme: Programme) -> Sentence:
    name, others = named(reward.name)
    price = points(reward.points) if reward.points else _("Only as a prize or a gift")
    more = [*others, what_it_is(reward, programme.currency)]
    if reward.description:
        more += described(reward.description)
    more += reward_terms(reward, programme)
    if reward.automatic:
        more.append(_("claimed by itself as soon as a member has the points"))
    return Sentence(price, tuple(more), name, reward.id)


def _tiers(tiers: Tiers, programme: Programme) -> Iterator[Sentence]:
    yield Sentence(what_counts(tiers))
    for level in tiers.levels:
        name, others = named(level.name)
        more = (*others, *brings(level, programme), *_other_words(level))
        yield Sentence(reached_by(level, tiers, programme.currency), more, name, level.id)
    yield Sentence(how_it_is_lost(tiers))


def _other_words(level: Level) -> Iterator[str]:
    """The benefits as the other languages say them."""
    for benefit in level.benefits:
        yield from named(benefit)[1]


def _gifts(programme: Programme) -> Iterator[Sentence]:
    for gift in programme.gifts.occasions:
        name, others = named(gift.name) if gift.name else ("", ())
        yield Sentence(on_occasion(gift, programme), others, name, gift.id)
    if programme.gifts.by_hand:
        yield Sentence(*by_hand(programme.gifts.by_hand, programme))


def _invitations(programme: Programme) -> Iterator[Sentence]:
    if programme.invitations:
        for words, more in invitation_rules(programme.invitations, programme):
            yield Sentence(words, more)


def _challenge(challenge: Challenge, programme: Programme) -> Sentence:
    name, others = named(challenge.name)
    more = [*others, *(described(challenge.description) if challenge.description else ())]
    more += (*conditions(challenge, programme), *begins(challenge, programme))
    more += (_("the prize: %(reward)s", reward=one) for one in what_it_gives(challenge, programme))
    return Sentence(what_it_asks(challenge, programme), tuple(more), name, challenge.id)


def _badge(badge: Badge, programme: Programme) -> Sentence:
    name, others = named(badge.name)
    more = [*others, *(described(badge.description) if badge.description else ())]
    more.append(how_it_looks(badge))
    if badge.secret:
        more.append(_("nobody sees it before it is earned"))
    return Sentence(how_it_is_earned(badge, programme), tuple(more), name, badge.id)


def _surveys(programme: Programme) -> Iterator[Sentence]:
    yield from (_survey(survey, programme) for survey in programme.surveys)
    if programme.surveys:
        yield from map(Sentence, about_feedback(programme.feedback))
    yield from map(_reply, programme.feedback.replies)


def _survey(survey: Survey, programme: Programme) -> Sentence:
    name, others = named(survey.name)
    others = (*others, *named(survey.question)[1], *how_it_is_asked(survey, programme))
    words = _(
        "%(when)s: “%(question)s”",
        when=when_it_is_asked(survey, programme),
        question=say(survey.question),
    )
    more = [*others, *(words for text in survey.options.values() for words in named(text)[1])]
    if survey.follow_up:
        more += named(survey.follow_up.question)[1]
    return Sentence(words, tuple(more), name, survey.id)


def _reply(reply: Reply) -> Sentence:
    name, others = named(reply.name)
    text = _("An answer to begin with: “%(words)s”", words=say(reply.words))
    return Sentence(text, (*others, *named(reply.words)[1]), name, reply.id)


def _shop(programme: Programme) -> Iterator[Sentence]:
    name, others = named(programme.name)
    languages = ", ".join(language_name(code) for code in programme.languages)
    yield Sentence(_("Its name is “%(name)s”.", name=name), others)
    yield Sentence(_("Amounts are in %(currency)s.", currency=programme.currency))
    yield Sentence(_("Days and hours are those of %(zone)s.", zone=programme.time_zone))
    yield Sentence(
        _("Phone numbers without a prefix are from %(country)s.", country=programme.country)
    )
    yield Sentence(_("Its texts are in: %(languages)s.", languages=languages))
    yield Sentence(_("Its colour is %(colour)s.", colour=programme.colour))
    for holiday in programme.holidays:
        yield Sentence(_("The shop is closed %(days)s.", days=from_to(holiday)))
    for category, text in programme.categories.items():
        name, others = named(text)
        words = _("The category %(category)s is called “%(name)s”.", category=category, name=name)
        yield Sentence(words, others)
