"""What an activity brings for others: outcome → activities that follow from it.

They are recorded in the same transaction, each in the chain of whom it concerns, and name their
cause (`caused_by`). Nothing follows from what followed. A refusal of one of them (an account that
was closed, a thanks that was undone by hand) keeps the cause and leaves it out.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.models import ActivityRow
from ..activities.values import Activity, Kind
from ..extensions import db
from ..invitations.operations import SOURCE, friends, inviters, qualify, reopen
from ..programme.document import Programme
from ..standing.holdings import Invited

FollowUp = Callable[[Programme, Activity, Outcome], list[Activity]]


def causes_in(facts: Iterable[Fact]) -> list[Outcome]:
    """Outcomes that something follows from."""
    return [fact for fact in facts if isinstance(fact, Outcome) and fact.kind in FOLLOW_UPS]


def follow_ups(
    programme: Programme, activity: Activity, causes: Iterable[Outcome]
) -> list[Activity]:
    """What follows from a recorded activity, the newest member's first."""
    return [
        caused
        for outcome in causes
        for caused in FOLLOW_UPS[outcome.kind](programme, activity, outcome)
    ]


def _thank_both(programme: Programme, activity: Activity, met: Outcome) -> list[Activity]:
    return qualify(activity, Invited.from_json(met.why["invited"]), programme.invitations)


def _take_back(programme: Programme, activity: Activity, outcome: Outcome) -> list[Activity]:
    """What both had got, the friend's first."""
    met_by = outcome.why["met_by"]
    reopen(activity.member, met_by, Invited.from_json(outcome.why["invited"]))
    given = select(ActivityRow.id, ActivityRow.member_id).where(
        ActivityRow.source == SOURCE,
        ActivityRow.reference.in_((friends(met_by), inviters(met_by))),
    )
    return [
        Activity(
            member,
            Kind.UNDO,
            SOURCE,
            f"undo-{id_}",
            said_at=activity.said_at,
            refers_to=id_,
            caused_by=activity.id,
        )
        for id_, member in db.session.execute(given.order_by(ActivityRow.member_id.desc()))
    ]


FOLLOW_UPS: dict[OutcomeKind, FollowUp] = {
    OutcomeKind.INVITATION_MET: _thank_both,
    OutcomeKind.INVITATION_REOPENED: _take_back,
}
