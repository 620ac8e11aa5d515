"""What the calendar and everybody's efforts bring: activities that nobody tells us of.

All at the moment they are looked for: what is in force then decides.
"""

from collections.abc import Iterator
from datetime import datetime

from ..activities.values import CLOCK, Activity, Kind
from ..badges.queries import anniversary_reference, unmarked_anniversaries
from ..challenges.queries import yet_to_win
from ..gifts.queries import birthday_reference, uncelebrated
from ..programme.document import Programme
from ..programme.sections.gifts import Occasion


def birthdays(programme: Programme, moment: datetime) -> Iterator[Activity]:
    occasion = Occasion.BIRTHDAY
    if not programme.gifts.on(occasion):
        return
    for member, year in uncelebrated(programme.local(moment).date()):
        reference = birthday_reference(member, year)
        yield Activity(member, Kind.CLOCK, CLOCK, reference, said_at=moment, occasion=occasion)


def anniversaries(programme: Programme, moment: datetime) -> Iterator[Activity]:
    """Of who has been a member for as many years as a badge asks for; however long ago that was."""
    for member, years in unmarked_anniversaries(programme, programme.local(moment).date()):
        reference = anniversary_reference(member, years)
        yield Activity(member, Kind.ANNIVERSARY, CLOCK, reference, said_at=moment, years=years)


def goals_won(programme: Programme, moment: datetime) -> Iterator[Activity]:
    """For everybody who added to a goal that was reached and has not won it yet."""
    goals, day = programme.team_goals, programme.local(moment).date()
    for goal, period, member in yet_to_win(goals, day) if goals else ():
        reference = f"goal-{goal}-{period}-{member}-{day}"
        done = Activity(member, Kind.GOAL, CLOCK, reference, said_at=moment)
        yield done._replace(challenge=goal, period=period)
