from datetime import date

from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext

from ...cases.queries import waiting
from ...counter.quarantine import how_many_wait
from ...insight.queries import glance
from ...invitations.queries import number_held
from ...staff.models import Role
from ...texts import day_in_words
from ..pages import render
from ..visitor import programme, the_staff
from . import bp


@bp.get("/")
def today() -> ResponseReturnValue:
    rules = programme()
    found = glance(rules)
    return render(
        "console/today",
        glance=found,
        waiting=how_many_wait() if the_staff().role.includes(Role.OWNER) else 0,
        held=number_held() if rules.invitations else 0,
        answers=waiting(),
        chart=[(_weekday(day), number, _in_words(day, number)) for day, number in found.visits],
    )


def _weekday(day: date) -> str:
    """`M`, `lun`: as little as tells the days apart under a chart."""
    return str(format_date(day, "EEEEE", rebase=False))


def _in_words(day: date, visits: int) -> str:
    return ngettext(
        "%(day)s: %(num)d visit", "%(day)s: %(num)d visits", visits, day=day_in_words(day)
    )
