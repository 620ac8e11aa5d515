"""What the programme calls its parts; an id where a later version dropped them."""

from flask_babel import gettext as _

from ..programme.document import Programme
from ..programme.sections.gifts import Occasion
from ..texts import say


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


def challenge_name(challenge_id: str, programme: Programme) -> str:
    challenge = programme.challenge(challenge_id)
    return say(challenge.name) if challenge else challenge_id


def badge_name(badge_id: str, programme: Programme) -> str:
    badge = programme.badge(badge_id)
    return say(badge.name) if badge else badge_id


def survey_name(survey_id: str, programme: Programme) -> str:
    survey = programme.survey(survey_id)
    return say(survey.name) if survey else survey_id


def tier_name(tier: str, programme: Programme) -> str:
    """The tier's name; its id when a later version dropped it."""
    tiers = programme.tiers
    return say(tiers.level(tier).name) if tiers and tier in tiers.ranks else tier


def occasion_name(occasion: str) -> str:
    return {Occasion.JOINING: _("Welcome"), Occasion.BIRTHDAY: _("Happy birthday")}[
        Occasion(occasion)
    ]
