"""What was bought, as the rules see it: which lines match, and what they are worth."""

from dataclasses import dataclass

from ..activities.values import Activity, Line
from ..programme.sections.earning import Basis, EarningRule


@dataclass(frozen=True, slots=True)
class Basket:
    """The lines of a purchase; `everything` is the index of each.

    One without items is a single nameless line of no quantity.
    """

    lines: tuple[Line, ...]
    everything: tuple[int, ...]
    tax: int
    discounted: int

    @classmethod
    def of(cls, activity: Activity) -> "Basket":
        if activity.lines:
            everything = tuple(range(len(activity.lines)))
            return cls(activity.lines, everything, activity.tax, activity.discounted)
        anonymous = Line(
            activity.amount, quantity=0, tax=activity.tax, discounted=activity.discounted
        )
        return cls((anonymous,), (0,), 0, 0)

    def matching(self, rule: EarningRule) -> tuple[int, ...]:
        """Indices of the lines a rule speaks of: `only` and not `except`."""
        if not (rule.only or rule.exclude):
            return self.everything
        return tuple(
            index
            for index, line in enumerate(self.lines)
            if (rule.only is None or line.matches(rule.only))
            and not (rule.exclude and line.matches(rule.exclude))
        )

    def paid(self, lines: tuple[int, ...]) -> int:
        """Minor units paid for these lines."""
        return sum(self.lines[index].amount for index in lines)

    def worth(self, lines: tuple[int, ...], basis: Basis) -> int:
        """Minor units of these lines on a rule's basis; tax and discount of the order as a whole
        count only with all of its lines."""
        total = sum(_worth(self.lines[index], basis) for index in lines)
        if len(lines) < len(self.lines):
            return total
        if basis.tax == "excluded":
            total -= self.tax
        return total + self.discounted if basis.discount == "before" else total


def _worth(line: Line, basis: Basis) -> int:
    amount = line.amount - line.tax if basis.tax == "excluded" else line.amount
    return amount + line.discounted if basis.discount == "before" else amount
