"""thank_for_answer: points for an answer, whatever it says; and which visits are asked about."""

import hashlib
from collections.abc import Iterator

from ..activities.facts import Fact, OutcomeKind
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..standing.points import born, give
from ..standing.values import Standing


def thank_for_answer(
    programme: Programme, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    """What was promised when it was asked (`points`), else what the programme gives now. Nobody
    takes an answer back, so nothing of it has a share."""
    if activity.kind is not Kind.SURVEY:
        return
    survey = programme.survey(activity.survey)
    thanks = activity.points or (survey and survey.thanks)
    if thanks:
        lot = born(programme.points, activity.day)
        kind, why = OutcomeKind.POINTS_GIVEN, {"survey": activity.survey}
        yield from give(standing, lot, thanks, activity.survey, why, share=None, kind=kind)


def is_sampled(survey: str, occasion: str, one_in: int) -> bool:
    """Whether this occasion is one of those asked about: the same answer for ever, and nobody can
    choose it. No chance is involved: what is hashed is the random id of the visit."""
    digest = hashlib.sha256(f"{survey} {occasion}".encode()).digest()
    return int.from_bytes(digest[:8]) % one_in == 0
