"""What invitations bring and ask, in words. Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import money, points, say
from .document import Programme
from .sections.invitations import Invitations, Qualifying, Thanks


def what_both_get(
    rules: Invitations, programme: Programme
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """And when; each with what narrows it."""
    yield _("The friend gets %(gift)s.", gift=thanks(rules.friend, programme)), ()
    monthly = ngettext("for %(num)d friend a month", "for %(num)d friends a month", rules.monthly)
    yield _("Who invited gets %(gift)s.", gift=thanks(rules.inviter, programme)), (monthly,)
    within = ngettext(
        "within %(num)d day of joining", "within %(num)d days of joining", rules.within_days
    )
    yield what_to_do(rules.on, rules.least or 0, programme) + ".", (within, *_waits(rules))


def invitation_rules(
    rules: Invitations, programme: Programme
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The same, then what becomes of a doubtful one."""
    yield from what_both_get(rules, programme)
    yield (
        ngettext(
            "A doubtful invitation waits %(num)d day for the owner, then it is good.",
            "A doubtful invitation waits %(num)d days for the owner, then it is good.",
            rules.review_days,
        ),
        (),
    )


def _waits(rules: Invitations) -> Iterator[str]:
    if rules.hold_days:
        yield ngettext(
            "it is given %(num)d day later", "it is given %(num)d days later", rules.hold_days
        )


def what_to_do(on: str, least: int, programme: Programme) -> str:
    """When an invitation counts, said to nobody in particular."""
    if on == Qualifying.JOINING:
        return _("On joining")
    if on == Qualifying.SECOND_VISIT:
        return _("With the second visit")
    if least:
        amount = money(least, programme.currency)
        return _("With a purchase of at least %(amount)s at the till", amount=amount)
    return _("With the first purchase at the till")


def thanks(one: Thanks, programme: Programme) -> str:
    return given(one.points or 0, one.prize or "", programme)


def given(n: int, prize: str, programme: Programme) -> str:
    """`50 points`, `“A coffee”`, `50 points and “A coffee”`."""
    reward = programme.reward(prize)
    name = f"“{say(reward.name) if reward else prize}”" if prize else ""
    if n and name:
        return _("%(points)s and %(voucher)s", points=points(n), voucher=name)
    return name or points(n)
