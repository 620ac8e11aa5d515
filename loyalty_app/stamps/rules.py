"""collect_stamps and reopen_cards: stamps run on past a target; full cards are wins.

A card's stamps are a tally that only grows and shrinks with purchases; `filled:` counts the stamps
that wins have used. What lies on the card is the difference.
"""

from collections.abc import Iterator

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share, Tally
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.stamps import StampCard
from ..standing.holdings import Win
from ..standing.values import Standing
from ..standing.vouchers import promised


def collected(card_id: str) -> str:
    return f"stamps:{card_id}"


def filled(card_id: str) -> str:
    return f"filled:{card_id}"


def stamps_on(standing: Standing, card_id: str) -> int:
    """Stamps on the open card; negative when a used prize was won with stamps since taken back."""
    return standing.count(collected(card_id)) - standing.count(filled(card_id))


def collect_stamps(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    if activity.kind not in (Kind.PURCHASE, Kind.VISIT):
        return
    for card in programme.stamp_cards:
        count, share = _stamps_for(card, activity)
        if count:
            yield Tally(collected(card.id), "", count, share)
            yield Outcome(
                OutcomeKind.STAMPS_COLLECTED,
                card.id,
                count=count,
                why={"on_card": stamps_on(standing, card.id), "of": card.stamps},
                share=share,
            )
            yield from _fill(programme, standing, activity, card)


def _stamps_for(card: StampCard, activity: Activity) -> tuple[int, Share]:
    if card.per_visit:
        return 1, WHOLE
    per_line = tuple(
        (index, line.quantity)
        for index, line in enumerate(activity.lines)
        if card.per_item and line.quantity and line.matches(card.per_item)
    )
    return sum(n for _, n in per_line), Share(per_line=per_line)


def _fill(
    programme: Programme, standing: Standing, activity: Activity, card: StampCard
) -> Iterator[Fact]:
    prize = programme.reward(card.prize)
    number = 0
    while prize and stamps_on(standing, card.id) >= card.stamps:
        number += 1
        voucher = f"{activity.id}-{card.id}-{number}"
        yield Tally(filled(card.id), "", card.stamps, share=None)
        yield Outcome(
            OutcomeKind.CARD_FILLED,
            card.id,
            count=card.stamps,
            voucher=voucher,
            why={"day": activity.day.isoformat()},
        )
        yield Outcome(
            OutcomeKind.VOUCHER_ISSUED,
            prize.id,
            voucher=voucher,
            why={**promised(prize, standing.clock), "card": card.id},
        )


def reopen_cards(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """After stamps went: look again at what they won, newest first, against its stored target."""
    if activity.kind not in (Kind.REFUND, Kind.UNDO):
        return
    for card_id in sorted({win.card for win in standing.wins}):
        yield from _reopen(standing, card_id)


def _reopen(standing: Standing, card_id: str) -> Iterator[Fact]:
    used = standing.count(filled(card_id))
    for win in reversed([win for win in standing.wins if win.card == card_id]):
        if standing.count(collected(card_id)) >= used:
            return
        used -= win.target
        if not win.used:
            yield from _withdraw(standing, win)
        elif not win.kept:
            yield Outcome(OutcomeKind.WIN_KEPT, card_id, voucher=win.voucher)


def _withdraw(standing: Standing, win: Win) -> Iterator[Fact]:
    """The prize goes with the win, if it has not expired before."""
    yield Tally(filled(win.card), "", -win.target, share=None)
    yield Outcome(OutcomeKind.CARD_REOPENED, win.card, count=win.target, voucher=win.voucher)
    if prize := standing.vouchers.get(win.voucher):
        yield Outcome(OutcomeKind.VOUCHER_CANCELLED, prize.reward, voucher=win.voucher)
