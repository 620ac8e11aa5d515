from loyalty_app.clock import now
from loyalty_app.engine import decide
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.values import Standing

from .figures import Figure, seconds
from .shops import SOURCE, purchases


def deciding(n: int) -> Figure:
    """Decisions a second, in memory."""
    programme = read_programme(SOURCE)
    standings = {member: Standing(member=member) for member in range(200)}
    placed = [a.placed(programme.zone, now()) for a in purchases(list(standings), n)]

    def work() -> None:
        for activity in placed:
            decide(programme, standings[activity.member], activity)

    return Figure("decide", n / seconds(work), "1/s", n, note="in memory")
