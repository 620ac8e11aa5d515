from flask.typing import ResponseReturnValue

from ...challenges.queries import so_far_together
from ...clock import now
from ...programme.document import Programme
from ...programme.promises import promises
from ...programme.sections.challenges import Challenge
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp


@bp.get("/")
def home() -> ResponseReturnValue:
    """Members find their card here, staff the counter; a stranger sees what this is."""
    if me.member:
        return go_to("member.card")
    if me.staff:
        return go_to("counter.scan")
    rules = programme()
    return render("public/home", promises=promises(rules), goals=_goals(rules))


def _goals(rules: Programme) -> list[tuple[Challenge, int]]:
    """What all members are about together now, and how far they are."""
    day = rules.local(now()).date()
    return [
        (goal, min(n, goal.target))
        for goal, n in zip(rules.team_goals, so_far_together(rules, day).values(), strict=True)
        if goal.when.holds_on(day)
    ]
