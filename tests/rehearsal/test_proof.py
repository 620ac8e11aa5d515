"""What was recorded, decided again by the rules that decided it: exactly what was given, to the
point and in every outcome. That is the proof that deciding is pure."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from sqlalchemy import func, select

from loyalty_app.activities.chain import canonical, outcome_columns, tallies_text
from loyalty_app.activities.facts import Fact, Outcome, OutcomeKind
from loyalty_app.activities.history import Order, Told, pages, recorded_until
from loyalty_app.clock import now
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.extensions import Model, db, in_transaction
from loyalty_app.importer.operations import batches, take
from loyalty_app.importer.purchases import KNOWN, NEEDED
from loyalty_app.importer.staging import Staging
from loyalty_app.importer.table import Table
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.versions import current_programme, published_versions
from loyalty_app.rehearsal.comparison import Comparison, Verdict
from loyalty_app.rehearsal.running import Run
from loyalty_app.standing.models import StandingRow
from loyalty_app.standing.state import columns_of

from ..factories import preset_source, publish
from .histories import FIRST, SECOND, THIRD, Past, Step, publish_in_turn, some_steps, steps

PART = Path(__file__).parent.parent / "data/cdnow_part.csv"
IN_A_DATABASE = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def texts(facts: Iterable[Fact]) -> list[str]:
    """As the chain keeps them."""
    outcomes = [outcome_columns(fact) for fact in facts if isinstance(fact, Outcome)]
    return [tallies_text(facts), *map(canonical, outcomes)]


def decided_again(history: Iterable[Told]) -> dict[int, Rehearsal]:
    """Each activity by the version that decided it; the facts are the same, all of them."""
    versions = {version.number: version.programme for version in published_versions()}
    shop = Rehearsal(versions[1])
    members: dict[int, Rehearsal] = {}
    for told in history:
        rehearsal = members.setdefault(told.member, Rehearsal(versions[1], beside=shop))
        rehearsal.programme = versions[told.version]
        assert told.activity
        done = rehearsal.record(told.activity)
        assert texts(done.facts) == texts(told.facts), told.activity
    return members


def kept_standings() -> dict[int, dict[str, object]]:
    rows = db.session.execute(select(StandingRow.__table__)).mappings().all()
    return {row["member_id"]: {**row, "head": "", "member_id": 0} for row in rows}


def rehearse(source: str, since: date | None = None) -> Comparison:
    run = Run(read_programme(source), since)
    for _ in run.pages():
        pass
    return run.comparison()


@IN_A_DATABASE
@given(steps=steps)
def test_any_history_under_several_versions_is_decided_alike(app: Flask, steps: list[Step]) -> None:
    if not published():
        publish_in_turn(FIRST, SECOND, THIRD)
    past = Past()
    past.live(steps)
    rehearsed = decided_again(past.told())
    kept = kept_standings()
    for member, rehearsal in rehearsed.items():
        standing = rehearsal.standing_of(member)
        assert {**columns_of(standing), "head": "", "member_id": 0} == kept[member]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rehearsing_the_rules_in_force_is_no_difference_to_anybody_from_any_day_on(
    app: Flask, seed: int
) -> None:
    """With a stock and a budget: what members share is shared in the order it was."""
    publish_in_turn(FIRST)
    past = Past()
    past.live(some_steps(seed, 150))
    with time_machine.travel(past.time + timedelta(days=50)):
        for since in (None, past.time.date() - timedelta(days=30), past.time.date()):
            found = rehearse(FIRST, since)
            assert found.members == 3
            assert_no_difference(found)
            assert found.now.points > 0 or since


def test_each_member_alone_is_the_same_as_all_in_the_order_of_time(app: Flask) -> None:
    """Without anything shared, chain by chain."""
    unshared = FIRST
    for shared in (
        ", budget: {points: 30}",
        "    stock: 2\n",
        "  by_hand: {rewards: [espresso], monthly: 3}\n",
    ):
        assert shared in unshared
        unshared = unshared.replace(shared, "")
    publish_in_turn(unshared)
    past = Past()
    past.live(some_steps(4, 150))
    with time_machine.travel(past.time + timedelta(days=50)):
        assert_no_difference(rehearse(unshared))
        assert_no_difference(rehearse(unshared, past.time.date() - timedelta(days=20)))


def test_real_purchases_are_given_exactly_what_they_were(app: Flask) -> None:
    shop = preset_source("shop")
    with time_machine.travel(datetime(1998, 9, 1, tzinfo=UTC)):
        publish(shop)
        import_purchases(PART)
        told = [told for page in pages(now(), Order.CHAINS) for told in page]
        assert len(told) == recorded_until(now())
        assert len(decided_again(told)) == 103
        found = rehearse(shop)
    assert (found.members, found.activities) == (103, len(told))
    assert_no_difference(found)
    earned = [points_earned(fact) for one in told for fact in one.facts]
    assert found.draft.points == found.draft.outstanding == sum(earned) > 0


def test_a_rehearsal_leaves_every_table_as_it_was(app: Flask) -> None:
    publish_in_turn(FIRST, SECOND)
    past = Past()
    past.live(some_steps(5, 60))
    with time_machine.travel(past.time + timedelta(days=50)):
        before = every_table()
        rehearse(THIRD, past.time.date() - timedelta(days=30))
        assert every_table() == before


def every_table() -> dict[str, tuple[int, str]]:
    """Rows of each, and a hash over all they hold."""
    found = {}
    for table in Model.metadata.sorted_tables:
        rows = sorted(map(repr, db.session.execute(select(table))))
        found[table.name] = len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()
    db.session.rollback()
    return found


def import_purchases(file: Path) -> None:
    programme = current_programme()
    with Staging(programme.zone, programme.currency, "point") as staging:
        assert not list(staging.stage(Table(file, NEEDED, KNOWN)))
        for batch in batches(staging):
            in_transaction(lambda rows=batch: take(rows, "file", programme.zone))  # type: ignore[misc]
    db.session.rollback()


def points_earned(fact: Fact) -> int:
    if isinstance(fact, Outcome) and fact.kind is OutcomeKind.POINTS_EARNED:
        return fact.points
    return 0


def assert_no_difference(found: Comparison) -> None:
    assert found.now == found.draft
    assert found.verdicts[Verdict.SAME] == found.members
    assert (found.better, found.worse, found.refused) == ((), (), ())


def published() -> bool:
    found = db.session.scalar(select(func.count()).select_from(ProgrammeVersion))
    db.session.rollback()
    return bool(found)
