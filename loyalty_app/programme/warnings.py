"""Rules that are valid and yet defeat themselves, or one another. Told, never refused. Pure."""

from collections.abc import Callable, Iterator
from datetime import date

from ..texts import day_in_words, points, say
from .document import Programme
from .raw import Misfit
from .reading import Problem, problem_at, read_programme
from .sections.earning import EarningRule
from .sections.rewards import Reward
from .sections.tiers import Measure

Check = Callable[[Programme, date], Iterator[Misfit]]


def warnings_of(text: str, today: date) -> list[Problem]:
    """What a valid document says against itself on a local day, in the order of its lines."""
    programme = read_programme(text)
    found = [
        problem_at(text, place, kind, facts)
        for check in CHECKS
        for place, kind, facts in check(programme, today)
    ]
    return sorted(found, key=lambda problem: problem.line)


def _behind_a_stop(programme: Programme, _today: date) -> Iterator[Misfit]:
    stopping: list[EarningRule] = []
    for rule in programme.earning_in_order:
        if before := next((one for one in stopping if _speaks_wherever(one, rule)), None):
            yield (*_place(programme, rule), "id"), "behind_a_stop", {"rule": before.id}
        if rule.stop and rule.is_unconditional:
            stopping.append(rule)


def _speaks_wherever(one: EarningRule, other: EarningRule) -> bool:
    """Whether a rule without conditions matches every activity that another one can match."""
    if one.action or other.action:
        return one.action == other.action
    return bool(one.per_visit) or not other.per_visit


def _never_the_best(programme: Programme, _today: date) -> Iterator[Misfit]:
    """Where a higher multiplier without conditions always counts, a lower one never does."""
    rules = programme.earning_in_order
    best = [(r, r.multiply) for r in rules if r.multiply and r.combine == "best"]
    for rule, factor in best:
        higher = (one for one, other in best if one.is_unconditional and other > factor)
        if above := next((one for one in higher if _both_count(rules, rule, one)), None):
            place = (*_place(programme, rule), "multiply")
            yield place, "never_the_best", {"rule": above.id}


def _both_count(rules: tuple[EarningRule, ...], rule: EarningRule, other: EarningRule) -> bool:
    """No rule in between may stop before the other one is looked at."""
    return not any(one.stop for one in rules[rules.index(rule) : rules.index(other)])


def _over(programme: Programme, today: date) -> Iterator[Misfit]:
    for section in ("earning", "challenges"):
        for index, entry in enumerate(getattr(programme, section)):
            last = entry.when.last_day
            if last and last < today:
                yield (section, index, "when", "to"), "over", {"day": day_in_words(last)}
    for index, reward in enumerate(programme.rewards):
        if reward.last_day and reward.last_day < today:
            yield ("rewards", index, "to"), "over", {"day": day_in_words(reward.last_day)}


def _less_than_one_payment(programme: Programme, _today: date) -> Iterator[Misfit]:
    for index, rule in enumerate(programme.earning):
        for name, fence in (("cap", rule.cap), ("budget", rule.budget)):
            if fence and fence.points < rule.one_payment:
                facts = {"points": points(rule.one_payment)}
                yield ("earning", index, name, "points"), "less_than_one_payment", facts


def _keeps_below_a_tier(programme: Programme, _today: date) -> Iterator[Misfit]:
    """What claims itself does so before the tier is looked at: no balance reaches its price."""
    tiers = programme.tiers
    if tiers is None or tiers.measure is not Measure.BALANCE:
        return
    for index, reward in enumerate(programme.rewards):
        price = reward.points or 0
        if reward.automatic and (above := [lv for lv in tiers.levels if lv.start >= price]):
            yield ("rewards", index, "automatic"), "keeps_below", {"tier": say(above[0].name)}


def _takes_the_points_before(programme: Programme, _today: date) -> Iterator[Misfit]:
    """Of two that claim themselves the first has the points, wherever both may be claimed."""
    for index, reward in enumerate(programme.rewards):
        before = (r for r in programme.rewards[:index] if r.automatic and _is_for_all(r))
        first = next((r for r in before if (r.points or 0) <= (reward.points or 0)), None)
        if reward.automatic and first:
            yield ("rewards", index, "automatic"), "taken_before", {"reward": say(first.name)}


def _is_for_all(reward: Reward) -> bool:
    return not (reward.tiers or reward.first_day or reward.last_day)


def _claims_again(programme: Programme, _today: date) -> Iterator[Misfit]:
    for index, reward in enumerate(programme.rewards):
        if reward.automatic and programme.vouchers.expiry == "points_back":
            yield ("rewards", index, "automatic"), "claims_again", {}


def _place(programme: Programme, rule: EarningRule) -> tuple[str, int]:
    return "earning", programme.earning.index(rule)


CHECKS: tuple[Check, ...] = (
    _behind_a_stop,
    _never_the_best,
    _over,
    _less_than_one_payment,
    _keeps_below_a_tier,
    _takes_the_points_before,
    _claims_again,
)
