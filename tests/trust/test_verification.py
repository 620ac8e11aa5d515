"""Whoever changes a row by hand is found, whichever row and whichever column."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, bindparam, select, text, update
from sqlalchemy import inspect as look_at

from loyalty_app.activities.chain import link
from loyalty_app.activities.models import ActivityRow, DetailRow, OutcomeRow
from loyalty_app.earning.models import Budget
from loyalty_app.extensions import Model, db, in_transaction
from loyalty_app.extensions.columns import UtcDateTime
from loyalty_app.gifts.models import GiftBudget
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.rewards.models import Stock, Voucher
from loyalty_app.standing.models import MonthRow, StandingRow
from loyalty_app.trust.verification import Verification

from .conftest import Tamper, differences, unguarded

SPINE: tuple[type[Model], ...] = (
    ActivityRow,
    OutcomeRow,
    DetailRow,
    StandingRow,
    MonthRow,
    Voucher,
    Stock,
    Budget,
    GiftBudget,
    ProgrammeVersion,
)

EXEMPT = {
    "programme_version.created_by": "a name for people to read; nothing follows from it",
    "programme_version.published_by": "a name for people to read; nothing follows from it",
    "programme_version.reason": "words for people to read; nothing follows from them",
}
"""Columns that may be changed unnoticed, and why. The moments of a version are held between two
fences only: drafted before published, published before it first decided something."""

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

COLUMNS = [(table, column.name) for table in SPINE for column in look_at(table).columns]


def changed(column: Column[Any], value: object) -> object:
    """Another value that the column can hold."""
    if column.name == "state" and column.table.name == "voucher":
        return "expired"
    if isinstance(column.type, UtcDateTime):
        return value + timedelta(hours=1) if isinstance(value, datetime) else LONG_AGO
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, int):
        return value + 1_000_000
    if isinstance(value, str):
        return value[:-1] + ("x" if value[-1:] != "x" else "y")
    return 4 if column.type.python_type is int else "x"


def key_of(table: Table, row: Any) -> str:  # noqa: ANN401
    """The row as `verify` names it; an outcome by its activity."""
    names = [column.name for column in table.primary_key]
    if table.name == "outcome":
        names = ["activity_id"]
    return " ".join(str(row[name]) for name in names)


def test_a_shop_as_it_was_recorded_has_no_differences(shop: None) -> None:
    verification = Verification()
    assert list(verification.differences()) == []
    assert (verification.members, verification.activities, verification.stripped) == (3, 21, 0)


@pytest.mark.parametrize("model", SPINE, ids=lambda model: str(model.__tablename__))
def test_a_change_of_any_column_is_found(shop: None, model: type[Model]) -> None:
    table = model.__table__
    assert isinstance(table, Table)
    for column in table.columns:
        row = db.session.execute(select(table).order_by(*table.primary_key)).mappings().first()
        assert row is not None
        db.session.rollback()
        own = {f"pk_{key.name}": row[key.name] for key in table.primary_key}
        after = {**row, column.name: changed(column, row[column.name])}
        _set(table, column, own, after[column.name])
        named = {(d.table, d.key.partition(" ")[0]) for d in differences()}
        keys = {key_of(table, row).partition(" ")[0], key_of(table, after).partition(" ")[0]}
        found = {key for _, key in named} & keys
        assert bool(found) is (f"{table.name}.{column.name}" not in EXEMPT), column.name
        now = {f"pk_{key.name}": after[key.name] for key in table.primary_key}
        _set(table, column, now, row[column.name])
        assert differences() == []


def _set(table: Table, column: Column[Any], key: dict[str, Any], value: object) -> None:
    where = [own == bindparam(f"pk_{own.name}", type_=own.type) for own in table.primary_key]
    with unguarded() as connection:
        connection.execute(update(table).where(*where).values({column: value}), key)


def test_every_exempt_column_exists() -> None:
    names = {f"{table.__tablename__}.{column}" for table, column in COLUMNS}
    assert EXEMPT.keys() <= names


@pytest.mark.parametrize("number", [0, 2, 5])
def test_an_activity_that_was_taken_out_is_missed(shop: None, tamper: Tamper, number: int) -> None:
    for table, column in (("outcome", "activity_id"), ("activity_detail", "activity_id")):
        tamper(f"DELETE FROM {table} WHERE {column} = :id", id=f"{2:030}-{number}")
    tamper("DELETE FROM activity WHERE id = :id", id=f"{2:030}-{number}")
    first, *_ = differences()
    assert first.key in ("2", f"{2:030}-{number + 1}", f"{2:032}")


def test_two_activities_that_changed_places_are_found(shop: None, tamper: Tamper) -> None:
    swap = "UPDATE activity SET sequence = :to WHERE member_id = 2 AND sequence = :at"
    for at, to in ((1, 100), (3, 1), (100, 3)):
        tamper(swap, at=at, to=to)
    assert {f"{2:030}-0", f"{2:030}-2"} <= {d.key for d in differences()}


def test_an_activity_that_was_slipped_in_is_found(shop: None) -> None:
    """Also by somebody who can compute links: the standing does not know of it."""
    rows = db.session.execute(select(ActivityRow.__table__)).mappings()
    last = max((row for row in rows if row["member_id"] == 2), key=lambda row: row["sequence"])
    db.session.rollback()
    forged = {**last, "id": "forged", "reference": "forged", "sequence": last["sequence"] + 1}
    forged["link"] = link(last["link"], forged, [])
    with unguarded() as connection:
        connection.execute(ActivityRow.__table__.insert(), [forged])  # type: ignore[attr-defined]
    found = differences()
    assert ("standing", "2", "head") in {(d.table, d.key, d.column) for d in found}


def test_rows_that_were_added_or_removed_are_found(shop: None, tamper: Tamper) -> None:
    for table in (
        "standing",
        "member_month",
        "voucher",
        "reward_stock",
        "rule_budget",
        "gift_budget",
    ):
        tamper(f"DELETE FROM {table}")
        assert table in {d.table for d in differences()}
    assert db.session.execute(text("SELECT count(*) FROM voucher")).scalar() == 0


def test_details_that_were_deleted_are_counted_and_nothing_else_is_missed(shop: None) -> None:
    def strip() -> None:
        db.session.execute(DetailRow.__table__.delete().where(DetailRow.activity_id.like("%-0")))  # type: ignore[attr-defined]
        claim = DetailRow.activity_id == f"{3:032}"  # whose salt makes the voucher's code
        db.session.execute(DetailRow.__table__.delete().where(claim))  # type: ignore[attr-defined]

    in_transaction(strip)
    verification = Verification()
    assert list(verification.differences()) == []
    assert verification.stripped == 4


def test_a_value_that_no_column_of_the_kind_holds_is_a_difference_too(
    shop: None, tamper: Tamper, database: str
) -> None:
    if database == "sqlite":  # the other one holds its columns to their types
        tamper("UPDATE activity SET day = 'yesterday' WHERE member_id = 2 AND sequence = 1")
        assert ("member", "2") in {(d.table, d.key) for d in differences()}
    tamper(
        "UPDATE outcome SET parts = 'nonsense', why = '[' WHERE activity_id = :id", id=f"{1:032}"
    )
    assert f"{1:032}" in {d.key for d in differences()}
