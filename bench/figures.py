"""A figure, as a line of JSON and as a row of the table."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `floor` in `unit`; `ratio` is what is reached of the floor, `n` how many were
    done. None: nothing bare does the same."""

    name: str
    value: float
    unit: str
    n: int
    floor: float | None = None
    ratio: float | None = None
    goal: str = ""
    note: str = ""

    @property
    def json(self) -> str:
        shown = {
            "name": self.name,
            "value": round(self.value, 1),
            "unit": self.unit,
            "floor": self.floor and round(self.floor, 1),
            "ratio": self.ratio and round(self.ratio, 3),
            "n": self.n,
            "goal": self.goal,
            "note": self.note,
        }
        return json.dumps({name: value for name, value in shown.items() if value != ""})

    @property
    def row(self) -> tuple[str, ...]:
        floor = "" if self.floor is None else f"{self.floor:,.0f}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return self.name, f"{self.value:,.0f}", self.unit, floor, ratio, self.goal, self.note


HEAD = ("", "value", "unit", "floor", "ratio", "goal", "")


def table(figures: Iterable[Figure]) -> str:
    rows = [HEAD, *(figure.row for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    name, *numbers, goal, note = row
    right = (text.rjust(width) for text, width in zip(numbers, widths[1:], strict=False))
    return "  ".join([name.ljust(widths[0]), *right, goal.ljust(widths[-2]), note]).rstrip()


Work = Callable[[], object]


def seconds(work: Work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def side_by_side(pairs: Iterable[tuple[Work, Work]]) -> tuple[float, float, float]:
    """Ours and the floor in turn: the median seconds of each, and of what is reached of the floor.

    The first pair warms up and does not count.
    """
    _warm, *timed = [(seconds(ours), seconds(floor)) for ours, floor in pairs]
    return (
        median(ours for ours, _ in timed),
        median(floor for _, floor in timed),
        median(floor / ours for ours, floor in timed),
    )
