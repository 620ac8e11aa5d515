"""Who is to be asked now: nobody who was asked a little while ago, nobody twice about one thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Select, exists, literal, null, select
from sqlalchemy.orm import aliased

from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..activities.values import EARNING, Kind
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..programme.sections.surveys import AfterJoining, AfterPurchase, AtTier, EveryDays, Survey
from .models import LastAsked, SurveyInvitation
from .rules import is_sampled

CATCH_UP = timedelta(days=2)
"""How late somebody is still asked, when no worker was there in time."""
AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A member to be asked on an occasion; `shop` and the local `hour` are those of the visit."""

    member_id: int
    occasion: str
    shop: str
    hour: int | None


def due(programme: Programme, survey: Survey, moment: datetime) -> list[Due]:
    """Those who have waited longest, so many at a time."""
    found = _occasions(programme, survey, moment)
    if found is None:
        return []  # whoever opens the link asks for it
    occasions = found.subquery()
    member, occasion = occasions.c.member_id, occasions.c.occasion
    before = moment - timedelta(days=programme.feedback.rest_days)
    asked = exists().where(
        SurveyInvitation.member_id == member,
        SurveyInvitation.survey == survey.id,
        SurveyInvitation.occasion == occasion,
    )
    query = (
        select(member, occasion, occasions.c.shop, occasions.c.happened_at)
        .join(Member, Member.id == member)
        .where(
            Member.closed_at.is_(None),
            ~exists().where(LastAsked.member_id == member, LastAsked.at > before),
            ~asked,
        )
        .order_by(occasions.c.happened_at, member)
    )
    return list(islice(_due(db.session.execute(query), programme, survey), AT_A_TIME))


def _due(rows: Any, programme: Programme, survey: Survey) -> Iterator[Due]:  # noqa: ANN401
    one_in = survey.when.one_in if isinstance(survey.when, AfterPurchase) else 1
    for member_id, occasion, shop, happened_at in rows:
        if is_sampled(survey.id, occasion, one_in):
            hour = programme.local(happened_at).hour if happened_at else None
            yield Due(member_id, occasion, shop, hour)


def _occasions(
    programme: Programme, survey: Survey, moment: datetime
) -> Select[*tuple[Any, ...]] | None:
    """Selects member_id, occasion, shop and happened_at."""
    when = survey.when
    if isinstance(when, AfterPurchase):
        return _purchases(moment - timedelta(hours=when.hours))
    if isinstance(when, AfterJoining):
        until = moment - timedelta(days=when.days)
        joined = Member.joined_at.between(until - CATCH_UP, until)
        return _of_members("joining").where(joined)
    if isinstance(when, AtTier):
        return _of_members(f"tier-{when.tier}").where(_reached(when.tier, moment))
    if isinstance(when, EveryDays):
        since = moment - timedelta(days=when.days)
        asked = exists().where(
            SurveyInvitation.member_id == Member.id,
            SurveyInvitation.survey == survey.id,
            SurveyInvitation.asked_at > since,
        )
        day = programme.local(moment).date().isoformat()
        return _of_members(day).where(Member.joined_at <= since, _came(since), ~asked)
    return None


def _purchases(until: datetime) -> Select[*tuple[Any, ...]]:
    """Each visit is an occasion of its own, unless it was taken back."""
    later = aliased(ActivityRow)
    return (
        select(
            ActivityRow.member_id,
            ActivityRow.id.label("occasion"),
            DetailRow.shop,
            DetailRow.happened_at,
        )
        .join(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(
            ActivityRow.kind == Kind.PURCHASE,
            ActivityRow.recorded_at >= until - CATCH_UP,
            DetailRow.happened_at.between(until - CATCH_UP, until),
            ~exists().where(later.reverses == ActivityRow.id),
        )
    )


def _of_members(occasion: str) -> Select[*tuple[Any, ...]]:
    return select(
        Member.id.label("member_id"),
        literal(occasion).label("occasion"),
        literal("").label("shop"),
        null().label("happened_at"),
    )


def _reached(tier: str, moment: datetime) -> Any:  # noqa: ANN401
    return exists().where(
        ActivityRow.member_id == Member.id,
        ActivityRow.recorded_at >= moment - CATCH_UP,
        OutcomeRow.activity_id == ActivityRow.id,
        OutcomeRow.kind == OutcomeKind.TIER_REACHED,
        OutcomeRow.subject == tier,
    )


def _came(since: datetime) -> Any:  # noqa: ANN401
    return exists().where(
        ActivityRow.member_id == Member.id,
        ActivityRow.kind.in_(EARNING),
        ActivityRow.recorded_at > since,
    )
