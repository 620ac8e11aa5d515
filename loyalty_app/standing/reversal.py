"""reverse: what a refund or an undo takes back from an earlier activity.

What is kept is a pure function of the sale and all its refunds; what a refund takes is the
difference it makes. So repeated partial refunds never take more than was given.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from flask_babel import lazy_gettext as _l

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share, Tally
from ..activities.values import UNDOABLE, Activity, By, Kind, Line, Past
from ..errors import (
    AlreadyUndone,
    CannotUndo,
    ItemNotInSale,
    ItemsDontAddUp,
    LoyaltyError,
    NothingToRefund,
    RefundTooLarge,
    TooLateToReturn,
    VoucherSpent,
)
from ..programme.document import Programme
from .cards import take_stamps_back
from .extension import shorten
from .points import BURNT, give_back, take_back
from .values import KEEP_DAYS, Standing
from .vouchers import PLAIN, VoucherTerms


class NotCancelled(LoyaltyError):
    words = _l("This reward cannot be given back. Use it before its last day, or ask the shop.")
    code = "not_cancelled"


@dataclass(frozen=True, slots=True)
class Net:
    """What is left of a sale after refunds, in minor units: of each line, and of the whole."""

    gross: int
    refunded: int
    lines: tuple[int, ...]
    lines_left: tuple[int, ...]
    undone: bool = False

    @property
    def left(self) -> int:
        return 0 if self.undone else self.gross - self.refunded

    @property
    def remains(self) -> bool:
        """Something of the sale still stands; a sale of 0.00 stands until it is undone."""
        return not self.undone and (self.left > 0 or not self.refunded)

    def has(self, line: int) -> bool:
        """A line is still bought; one that cost nothing stays as long as the sale does."""
        return self.remains and (not self.lines[line] or self.of((line,)) > 0)

    def of(self, lines: tuple[int, ...]) -> Fraction:
        """Net of some lines; an amount refunded without naming lines lowers all in proportion."""
        if self.undone:
            return Fraction(0)
        if not lines or not self.lines:
            return Fraction(self.left)
        unnamed = sum(self.lines_left)
        if not unnamed:
            return Fraction(0)
        return Fraction(sum(self.lines_left[i] for i in lines) * self.left, unnamed)


def net_of(past: Past, refunds: tuple[Activity, ...], *, undone: bool = False) -> Net:
    """The sale after these refunds. Raises when one of them is more than what was left."""
    left = [line.amount for line in past.activity.lines]
    refunded = 0
    for refund in refunds:
        before = refunded
        for line in refund.lines:
            index = _line_index(past, left, line)
            amount = line.amount or min(left[index], past.activity.amount - refunded)
            left[index] -= line.amount or left[index]
            refunded += amount
        refunded = max(refunded, before + refund.amount)
    return Net(
        gross=past.activity.amount,
        refunded=refunded,
        lines=tuple(line.amount for line in past.activity.lines),
        lines_left=tuple(left),
        undone=undone,
    )


def nets(activity: Activity, past: Past) -> tuple[Net, Net]:
    """The sale before and after what this refund or undo takes back."""
    before = net_of(past, past.refunds)
    if activity.kind is Kind.UNDO:
        return before, net_of(past, past.refunds, undone=True)
    return before, net_of(past, (*past.refunds, activity))


def _line_index(past: Past, left: list[int], wanted: Line) -> int:
    """The first such line of the sale with as much left; no amount means all that is left of it."""
    for index, line in enumerate(past.activity.lines):
        same = (line.sku, line.category) == (wanted.sku, wanted.category)
        named = wanted.position in (0, index + 1)
        if same and named and left[index] >= max(wanted.amount, 1):
            return index
    raise ItemNotInSale(item=wanted.sku or wanted.category)


def kept(n: int, share: Share, net: Net) -> int:
    """How much of `n` stays, by `share`: ceil(uncapped × net / gross), never more than `n`."""
    if share.per_line:
        return min(n, sum(given for line, given in share.per_line if net.has(line)))
    if not net.remains:
        return 0
    if not share.gross:
        return n
    left = net.of(share.lines)
    if left * share.basis < share.minimum * share.gross:
        return 0
    if net.gross and net.left * share.order_basis < share.order_minimum * net.gross:
        return 0
    return min(n, ceil(share.uncapped * left / share.gross))


def reverse(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Take back what the refunded or undone activity gave, newest fact first."""
    if activity.kind not in (Kind.REFUND, Kind.UNDO) or activity.reverses is None:
        return
    past = activity.reverses
    _refuse_impossible(programme, standing, activity, past)
    before, after = nets(activity, past)
    still_open = {"", *standing.vouchers}
    is_last = past.sequence == standing.sequence
    for fact in reversed(_to_take_back(standing, activity, past)):
        if fact.share is not None and fact.share.voucher in still_open:
            yield from _opposite(standing, activity, fact, before, after, is_last=is_last)


def _to_take_back(standing: Standing, activity: Activity, past: Past) -> tuple[Fact, ...]:
    """What followed from it; of a claim that its member cancels, not the points, if they are lost.
    Raises NotCancelled."""
    cancel = _terms_of(standing, past).cancel if activity.by is By.MEMBER else ""
    if cancel == "never":
        raise NotCancelled
    return tuple(f for f in past.facts if cancel != "points_lost" or not _is_payment(f))


def _terms_of(standing: Standing, past: Past) -> VoucherTerms:
    """Those of the voucher that was claimed."""
    facts = past.facts if past.activity.kind is Kind.CLAIM else ()
    claimed = (f.voucher for f in facts if isinstance(f, Outcome) and _is_the_voucher(f))
    return next(
        (standing.vouchers[id_].terms for id_ in claimed if id_ in standing.vouchers), PLAIN
    )


def _is_the_voucher(fact: Outcome) -> bool:
    """Issued for the claim or gift itself: what came beside it has terms of its own."""
    return fact.kind is OutcomeKind.VOUCHER_ISSUED and fact.share == WHOLE


def _is_payment(fact: Fact) -> bool:
    if isinstance(fact, Tally):
        return fact.subject == BURNT
    return fact.kind is OutcomeKind.POINTS_SPENT


def _refuse_impossible(
    programme: Programme, standing: Standing, activity: Activity, past: Past
) -> None:
    sale = past.activity
    if past.undone:
        raise AlreadyUndone
    if (standing.clock - sale.day).days > KEEP_DAYS:
        raise TooLateToReturn(days=KEEP_DAYS)
    if activity.kind is Kind.UNDO and sale.kind not in UNDOABLE:
        raise CannotUndo
    if activity.kind is Kind.REFUND:
        _refuse_refund(programme, activity, past)
    if sale.kind in (Kind.CLAIM, Kind.GIFT) and not _is_unused(standing, past):
        raise VoucherSpent


def _refuse_refund(programme: Programme, activity: Activity, past: Past) -> None:
    if past.activity.kind is not Kind.PURCHASE:
        raise CannotUndo
    before = net_of(past, past.refunds)
    given_back = net_of(past, (*past.refunds, activity)).refunded - before.refunded
    if given_back <= 0:
        raise NothingToRefund
    if given_back > before.left:
        raise RefundTooLarge(before.left, programme.currency)
    if activity.lines and activity.amount not in (0, given_back):
        raise ItemsDontAddUp(given_back, activity.amount, programme.currency)


def _is_unused(standing: Standing, past: Past) -> bool:
    """The voucher that was claimed or given is still open; one beside it has terms of its own."""
    return all(
        fact.voucher in standing.vouchers
        for fact in past.facts
        if isinstance(fact, Outcome) and _is_the_voucher(fact)
    )


def _opposite(
    standing: Standing, activity: Activity, fact: Fact, before: Net, after: Net, *, is_last: bool
) -> Iterator[Fact]:
    """`is_last`: nothing was recorded since, so no later visit asks for the same last day."""
    assert fact.share is not None
    if isinstance(fact, Tally):
        sign = 1 if fact.n >= 0 else -1
        gone = kept(abs(fact.n), fact.share, before) - kept(abs(fact.n), fact.share, after)
        if gone:
            yield Tally(fact.subject, fact.bucket, -sign * gone)
        return
    given = abs(fact.points or fact.count)
    stays = kept(given, fact.share, after)
    gone = kept(given, fact.share, before) - stays
    if fact.points > 0 and gone:
        why = {"given": given, "kept": stays}
        if after.left:
            why |= {"net": after.left, "gross": after.gross}
        yield from take_back(standing, fact, gone, why)
    elif fact.points < 0 and gone:
        back = range(stays, stays + gone)
        yield from give_back(standing, fact, back, by_shop=activity.by is By.SHOP)
    elif fact.voucher and before.remains and not after.remains:
        yield from _reverse_voucher(standing, fact)
    elif fact.kind is OutcomeKind.POINTS_EXTENDED and is_last and not after.remains:
        yield from shorten(standing, fact)
    elif fact.kind is OutcomeKind.STAMPS_COLLECTED and gone:
        yield from take_stamps_back(standing, fact, gone, is_last=is_last)


def _reverse_voucher(standing: Standing, fact: Outcome) -> Iterator[Fact]:
    if fact.kind is OutcomeKind.VOUCHER_ISSUED:
        why = {
            mark: fact.why[mark] for mark in ("from_stock", "gift_of", "side") if mark in fact.why
        }
        yield Outcome(OutcomeKind.VOUCHER_CANCELLED, fact.subject, voucher=fact.voucher, why=why)
    elif fact.kind is OutcomeKind.VOUCHER_USED:
        today = standing.clock.isoformat()  # a use undone too late is good to the end of the day
        yield Outcome(
            OutcomeKind.VOUCHER_REOPENED,
            fact.subject,
            voucher=fact.voucher,
            why={**fact.why, "expires_on": max(fact.why["expires_on"], today)},
        )
