"""What staff may do at the counter, in words. Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import money, points
from .document import Programme
from .sections.counter import PaperStamps, RoleLimits


def at_the_counter(programme: Programme) -> Iterator[str]:
    counter = programme.counter
    yield ngettext(
        "Who recorded something takes it back within %(num)d minute; after that a manager does.",
        "Who recorded something takes it back within %(num)d minutes; after that a manager does.",
        counter.undo_minutes,
    )
    yield ngettext(
        "A slip for somebody without their card can be collected for %(num)d hour.",
        "A slip for somebody without their card can be collected for %(num)d hours.",
        counter.slip_hours,
    )
    yield ngettext(
        "A device of the shop asks for the PIN again after %(num)d minute without a touch.",
        "A device of the shop asks for the PIN again after %(num)d minutes without a touch.",
        counter.lock_minutes,
    )
    yield from alone(programme)
    if counter.paper_stamps:
        yield from _from_paper(counter.paper_stamps)


def alone(programme: Programme) -> Iterator[str]:
    """What each role records alone; nothing for one that has no limits."""
    limits, currency = programme.counter.limits, programme.currency
    if what := ", ".join(_limited(limits.cashier, currency)):
        yield _(
            "A cashier records alone: %(what)s. "
            "Above that a manager or the owner approves it with their PIN.",
            what=what,
        )
    if what := ", ".join(_limited(limits.manager, currency)):
        yield _(
            "A manager records alone: %(what)s. Above that the owner approves it with their PIN.",
            what=what,
        )


def _limited(limits: RoleLimits, currency: str) -> Iterator[str]:
    if limits.purchase is not None:
        yield _("purchases up to %(most)s", most=money(limits.purchase, currency))
    if limits.points is not None:
        yield _("corrections up to %(most)s", most=points(limits.points))
    if limits.gift is not None:
        yield _("gifts that cost up to %(most)s", most=points(limits.gift))


def _from_paper(paper: PaperStamps) -> Iterator[str]:
    yield {
        "cashier": ngettext(
            "All staff may move %(num)d stamp per member and card from paper.",
            "All staff may move up to %(num)d stamps per member and card from paper.",
            paper.most,
        ),
        "manager": ngettext(
            "Managers and owners may move %(num)d stamp per member and card from paper.",
            "Managers and owners may move up to %(num)d stamps per member and card from paper.",
            paper.most,
        ),
    }[paper.by]
