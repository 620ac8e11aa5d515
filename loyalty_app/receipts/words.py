"""Each outcome as a sentence, with its why beneath. The only place where these words stand."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from ..activities.facts import Outcome, OutcomeKind
from ..activities.values import Kind
from ..programme.document import Programme
from ..texts import money, points, stamps
from .names import (
    badge_name,
    card_name,
    challenge_name,
    occasion_name,
    reward_name,
    rule_name,
    tier_name,
)
from .whys import why


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
        Kind.TAKE_PART: _("Joined in"),
        Kind.GOAL: _("Reached together"),
        Kind.ANNIVERSARY: _("Anniversary"),
        Kind.SURVEY: _("Your answer"),
        Kind.REFERRAL: _("A friend came"),
        Kind.INVITED: _("Invited by a friend"),
        Kind.WELCOME: _("Thank you for coming"),
        Kind.CLOCK: _("Time passed"),
        Kind.CLOSED: _("Account closed"),
    }[kind]


def sentence(outcome: Outcome, programme: Programme) -> str:
    """What followed, in the reader's language."""
    return _SENTENCES[outcome.kind](outcome, programme)


def _dropped(outcome: Outcome, programme: Programme) -> str:
    before = tier_name(outcome.why["from"], programme)
    if not outcome.subject:
        return _("No longer %(tier)s", tier=before)
    return _(
        "Now %(tier)s, no longer %(before)s",
        tier=tier_name(outcome.subject, programme),
        before=before,
    )


def _adjusted(outcome: Outcome, programme: Programme) -> str:
    if outcome.points > 0:
        return _("%(points)s added by the shop", points=points(outcome.points))
    return _("%(points)s taken by the shop", points=points(-outcome.points))


def _spent(outcome: Outcome, programme: Programme) -> str:
    n = points(-outcome.points)
    if "paid" in outcome.why:
        worth = money(outcome.why["paid"], programme.currency)
        return _("%(amount)s paid with %(points)s", amount=worth, points=n)
    return _("%(points)s for %(reward)s", points=n, reward=reward_name(outcome.subject, programme))


def _used(outcome: Outcome, programme: Programme) -> str:
    name = reward_name(outcome.subject, programme)
    if "off" in outcome.why:
        off = money(outcome.why["off"], programme.currency)
        return _("%(amount)s off: %(reward)s", amount=off, reward=name)
    return _("Handed over: %(reward)s", reward=name)


Sentence = Callable[[Outcome, Programme], str]
_SENTENCES: dict[OutcomeKind, Sentence] = {
    OutcomeKind.POINTS_EARNED: lambda o, p: _("%(points)s earned", points=points(o.points)),
    OutcomeKind.POINTS_LIMITED: lambda o, p: _(
        "No points from “%(rule)s”", rule=rule_name(o.subject, p)
    ),
    OutcomeKind.POINTS_GIVEN: lambda o, p: _("%(points)s as a gift", points=points(o.points)),
    OutcomeKind.POINTS_RELEASED: lambda o, p: _("%(points)s ready to use", points=points(o.count)),
    OutcomeKind.POINTS_SPENT: _spent,
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
    OutcomeKind.STAMPS_LIMITED: lambda o, p: _(
        "No more stamps on “%(card)s”", card=card_name(o.subject, p)
    ),
    OutcomeKind.STAMPS_EXPIRE_SOON: lambda o, p: _(
        "%(stamps)s on “%(card)s” will expire soon",
        stamps=stamps(o.count),
        card=card_name(o.subject, p),
    ),
    OutcomeKind.STAMPS_EXPIRED: lambda o, p: _(
        "%(stamps)s on “%(card)s” expired", stamps=stamps(o.count), card=card_name(o.subject, p)
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
    OutcomeKind.CHALLENGE_JOINED: lambda o, p: _(
        "You take part in “%(challenge)s”", challenge=challenge_name(o.subject, p)
    ),
    OutcomeKind.CHALLENGE_ADVANCED: lambda o, p: _(
        "Closer to “%(challenge)s”", challenge=challenge_name(o.subject, p)
    ),
    OutcomeKind.CHALLENGE_SET_BACK: lambda o, p: _(
        "“%(challenge)s” counts this no more", challenge=challenge_name(o.subject, p)
    ),
    OutcomeKind.CHALLENGE_WON: lambda o, p: _(
        "Challenge won: “%(challenge)s”", challenge=challenge_name(o.subject, p)
    ),
    OutcomeKind.CHALLENGE_REOPENED: lambda o, p: _(
        "“%(challenge)s” is not won any more", challenge=challenge_name(o.subject, p)
    ),
    OutcomeKind.CHALLENGE_KEPT: lambda o, p: _(
        "The prize of “%(challenge)s” was used already and stays",
        challenge=challenge_name(o.subject, p),
    ),
    OutcomeKind.BADGE_EARNED: lambda o, p: _("A badge: %(badge)s", badge=badge_name(o.subject, p)),
    OutcomeKind.BADGE_TAKEN_BACK: lambda o, p: _(
        "The badge %(badge)s went with what had earned it", badge=badge_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_ISSUED: lambda o, p: _(
        "A voucher: %(reward)s", reward=reward_name(o.subject, p)
    ),
    OutcomeKind.VOUCHER_USED: _used,
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
    OutcomeKind.INVITED: lambda o, p: _("Your invitation is open"),
    OutcomeKind.INVITATION_MET: lambda o, p: _("What the invitation asks is done"),
    OutcomeKind.INVITATION_REOPENED: lambda o, p: _("The invitation is open again"),
    OutcomeKind.TIER_REACHED: lambda o, p: _("%(tier)s reached", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_KEPT: lambda o, p: _("%(tier)s stays", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_ENDS_SOON: lambda o, p: _("%(tier)s ends soon", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_AT_RISK: lambda o, p: _("%(tier)s is at risk", tier=tier_name(o.subject, p)),
    OutcomeKind.TIER_DROPPED: _dropped,
    OutcomeKind.TIER_TAKEN_BACK: lambda o, p: _(
        "%(tier)s went with the purchase that brought it", tier=tier_name(o.subject, p)
    ),
}
