"""The programme as its members read it: what brings points, what they are good for. Pure.

The same sentences as the owner's, without ids, other languages and what only its writer needs.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from ..texts import points, say
from .document import Programme
from .gift_sentences import on_occasion
from .invitation_sentences import what_both_get
from .play_sentences import begins, conditions, how_it_is_earned, what_it_asks, what_it_gives
from .reward_sentences import paying_words, reward_terms, what_comes_back, what_it_is
from .rule_sentences import Called, conditions_of, what_it_brings
from .sections.badges import Badge
from .sections.challenges import Challenge
from .sections.earning import EarningRule
from .sections.rewards import Reward, RewardKind
from .sections.stamps import StampCard
from .sections.surveys import Survey
from .sections.tiers import Tiers
from .sentences import Chapter, Sentence, points_terms
from .stamp_sentences import card_terms, what_it_takes
from .tier_sentences import brings, how_it_is_lost, reached_by, what_counts


def explained(programme: Programme, shops: Mapping[str, str]) -> list[Chapter]:
    """In chapters; those with nothing to say are left out. `shops` are names by code."""
    called = _names(programme, shops)
    earning = (_rule(rule, programme, called) for rule in programme.earning_in_order)
    cards = (_card(card, programme, called) for card in programme.stamp_cards)
    gifts = [Sentence(on_occasion(gift, programme)) for gift in programme.gifts.occasions]
    gifts += [_thanks(survey) for survey in programme.surveys if survey.thanks]
    challenges = (_challenge(one, programme, shops) for one in programme.challenges)
    badges = (_badge(badge, programme) for badge in programme.badges if not badge.secret)
    chapters = [
        Chapter(_("How you earn points"), tuple(earning)),
        Chapter(_("How long they last"), tuple(points_terms(programme.points))),
        Chapter(_("Stamp cards"), tuple(cards)),
        Chapter(_("What you can get"), tuple(_rewards(programme, called))),
        Chapter(_("Tiers"), tuple(_tiers(programme.tiers, programme)) if programme.tiers else ()),
        Chapter(_("Gifts"), tuple(gifts)),
        Chapter(_("Invitations"), tuple(_invitations(programme))),
        Chapter(_("Challenges"), tuple(challenges)),
        Chapter(_("Badges"), tuple(badges)),
    ]
    return [chapter for chapter in chapters if chapter.sentences]


def _names(programme: Programme, shops: Mapping[str, str]) -> Called:
    categories = {category: say(text) for category, text in programme.categories.items()}
    actions = {r.action: say(r.name) for r in programme.earning if r.action and r.name}
    names: dict[str, str] = {**shops, **categories, **actions}
    return lambda id: names.get(id, id)


def _rule(rule: EarningRule, programme: Programme, called: Called) -> Sentence:
    brings = what_it_brings(rule, programme.currency, called)
    name = say(rule.name) if rule.name and not rule.action else ""
    return Sentence(brings, tuple(conditions_of(rule, programme, called)), name)


def _card(card: StampCard, programme: Programme, called: Called) -> Sentence:
    terms = tuple(card_terms(card, programme))
    return Sentence(what_it_takes(card, programme, called), terms, say(card.name))


def _invitations(programme: Programme) -> Iterator[Sentence]:
    if programme.invitations:
        for words, more in what_both_get(programme.invitations, programme):
            yield Sentence(words, more)


def _tiers(tiers: Tiers, programme: Programme) -> Iterator[Sentence]:
    yield Sentence(what_counts(tiers))
    for level in tiers.levels:
        reached = reached_by(level, tiers, programme.currency)
        yield Sentence(say(level.name), (reached, *brings(level, programme)))
    yield Sentence(how_it_is_lost(tiers))


def _rewards(programme: Programme, called: Called) -> Iterator[Sentence]:
    for reward in programme.rewards:
        yield _reward(reward, programme, called)
    if programme.pay_with_points:
        text, more = paying_words(programme.pay_with_points, programme.currency)
        yield Sentence(_("Pay with points"), (text, *more))
    if programme.rewards:
        yield Sentence(_("Vouchers"), (what_comes_back(programme.vouchers),))


def _reward(reward: Reward, programme: Programme, called: Called) -> Sentence:
    more = [points(reward.points) if reward.points else _("A prize or a gift")]
    if reward.kind is not RewardKind.PRODUCT:
        more.append(what_it_is(reward, programme.currency))
    if reward.description:
        more.append(say(reward.description))
    more += reward_terms(reward, programme, called)
    if reward.automatic:
        more.append(_("yours by itself as soon as you have the points"))
    return Sentence(say(reward.name), tuple(more))


@dataclass(frozen=True, slots=True)
class Challenged:
    """A challenge in words: what it asks, on which conditions, what it gives, after which one."""

    asks: str
    conditions: tuple[str, ...]
    gives: tuple[str, ...]
    begins: tuple[str, ...] = ()


def challenged(challenge: Challenge, programme: Programme, shops: Mapping[str, str]) -> Challenged:
    """`shops` are names by code."""
    return Challenged(
        what_it_asks(challenge, programme),
        tuple(conditions(challenge, programme, _names(programme, shops))),
        tuple(what_it_gives(challenge, programme)),
        tuple(begins(challenge, programme)),
    )


def _challenge(challenge: Challenge, programme: Programme, shops: Mapping[str, str]) -> Sentence:
    said = challenged(challenge, programme, shops)
    return Sentence(said.asks, (*said.conditions, *said.begins, *said.gives), say(challenge.name))


def _thanks(survey: Survey) -> Sentence:
    words = _("For an answer, whatever it says: %(points)s", points=points(survey.thanks or 0))
    return Sentence(words, (say(survey.name),))


def _badge(badge: Badge, programme: Programme) -> Sentence:
    return Sentence(say(badge.name), (how_it_is_earned(badge, programme),))
