"""What staff may do at the counter, in words. Pure."""

from collections.abc import Iterator

from flask_babel import ngettext

from .sections.counter import Counter, PaperStamps


def at_the_counter(counter: Counter) -> Iterator[str]:
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
    if counter.paper_stamps:
        yield from _from_paper(counter.paper_stamps)


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
