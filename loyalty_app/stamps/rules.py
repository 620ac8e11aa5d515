"""collect_stamps and reopen_cards: stamps run on past a target; full cards are wins."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share, Tally
from ..activities.values import Activity, Kind
from ..programme.calendar import month_end, months_later
from ..programme.document import Programme
from ..programme.sections.stamps import StampCard
from ..standing.cards import collected, expire_stamps, filled, stamps_on
from ..standing.holdings import Win
from ..standing.values import Standing
from ..standing.vouchers import promised


def stamped(card_id: str) -> str:
    """Subject of the tally of stamps by day."""
    return f"stamped:{card_id}"


@dataclass(frozen=True, slots=True)
class Stamps:
    """So many for a card; `limit` and `per` say what kept it from more."""

    count: int
    share: Share = WHOLE
    limit: int = 0
    per: str = ""

    def at_most(self, n: int, limit: int, per: str) -> "Stamps":
        """Whichever of them stay bought, so many count."""
        return self if self.count <= n else Stamps(max(n, 0), self.share, limit, per)

    def between(self, start: int, stop: int) -> "Stamps":
        """Those at some positions, each with its own line, or with its part of the amount."""
        lines, seen = [], 0
        for index, n in self.share.per_line:
            part = min(seen + n, stop) - max(seen, start)
            seen += n
            if part > 0:
                lines.append((index, part))
        count = max(0, min(self.count, stop) - start)
        uncapped = count if self.share.gross else self.share.uncapped
        return Stamps(count, self.share._replace(per_line=tuple(lines), uncapped=uncapped))


def collect_stamps(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    if activity.kind not in (Kind.PURCHASE, Kind.VISIT):
        return
    went_before: dict[str | None, int] = {}
    for card in programme.stamp_cards:
        stamps = _stamps_for(card, activity)
        if before := went_before.get(card.replaces):
            stamps = stamps.between(before, stamps.count)
        if card.id in programme.replaced_cards:
            on_card = stamps_on(standing, card.id)
            stamps = stamps.between(0, card.stamps - on_card if on_card > 0 else 0)
        stamps = _limited(card, standing, activity, stamps)
        went_before[card.id] = stamps.count
        if stamps.count:
            yield from _collect(programme, standing, activity, card, stamps)
        elif stamps.limit:
            why = {"most": stamps.limit, "per": stamps.per}
            yield Outcome(OutcomeKind.STAMPS_LIMITED, card.id, why=why)


def _collect(
    programme: Programme, standing: Standing, activity: Activity, card: StampCard, stamps: Stamps
) -> Iterator[Fact]:
    count, share = stamps.count, stamps.share
    yield Tally(collected(card.id), "", count, share)
    if card.max_per_day:
        yield Tally(stamped(card.id), activity.day.isoformat(), count, share)
    why = {
        "on_card": stamps_on(standing, card.id),
        "of": card.stamps,
        **({"most": stamps.limit, "per": stamps.per} if stamps.limit else {}),
        **waits(card, standing),
    }
    yield Outcome(OutcomeKind.STAMPS_COLLECTED, card.id, count=count, why=why, share=share)
    yield from fill(programme, standing, activity, card)


def _stamps_for(card: StampCard, activity: Activity) -> Stamps:
    if card.per_visit:
        return Stamps(1)
    if card.per_spend:
        n, gross = activity.amount // card.per_spend, activity.amount
        return Stamps(n, Share(uncapped=n, gross=gross, basis=gross, minimum=card.per_spend))
    per_line = tuple(
        (index, line.quantity)
        for index, line in enumerate(activity.lines)
        if card.per_item and line.quantity and line.matches(card.per_item)
    )
    return Stamps(sum(n for _, n in per_line), Share(per_line=per_line))


def _limited(card: StampCard, standing: Standing, activity: Activity, stamps: Stamps) -> Stamps:
    if card.max_per_purchase:
        stamps = stamps.at_most(card.max_per_purchase, card.max_per_purchase, "purchase")
    if card.max_per_day:
        left = card.max_per_day - standing.count(stamped(card.id), activity.day.isoformat())
        stamps = stamps.at_most(left, card.max_per_day, "day")
    return stamps


def waits(card: StampCard, standing: Standing) -> dict[str, Any]:
    """Until when the card waits for the next stamp, and until when it did."""
    if not card.idle_months:
        return {}
    until = month_end(months_later(standing.clock, card.idle_months))
    was = standing.card_days.get(card.id)
    return {"until": until.isoformat(), **({"was": was.isoformat()} if was else {})}


def fill(
    programme: Programme, standing: Standing, activity: Activity, card: StampCard
) -> Iterator[Fact]:
    """As many prizes as the stamps on it are worth."""
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
    """After stamps went: look again at what they won, newest first, against its stored target; and
    what lies on a card again may be out of date."""
    if activity.kind not in (Kind.REFUND, Kind.UNDO):
        return
    for card_id in sorted({win.card for win in standing.wins}):
        yield from _reopen(standing, card_id)
    yield from expire_stamps(standing, standing.clock)


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
