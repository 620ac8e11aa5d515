"""What a role records alone, and what a colleague who may do more lifts."""

from collections.abc import Callable
from datetime import date

import pytest

from loyalty_app.counter.rules import (
    CorrectionOverLimit,
    GiftOverLimit,
    OverLimit,
    PurchaseOverLimit,
    may_adjust,
    refuse_dear_gift,
    refuse_dear_purchase,
    refuse_large_correction,
    refuse_own_card,
)
from loyalty_app.counter.values import Approver, Till
from loyalty_app.errors import OwnCard
from loyalty_app.programme.document import Programme
from loyalty_app.programme.sections.counter import Counter, Limits, RoleLimits
from loyalty_app.staff.models import Role

from ..factories import preset

CASHIER = RoleLimits.model_construct(purchase=30_000, points=100, gift=80)
MANAGER = RoleLimits.model_construct(purchase=90_000, points=500, gift=300)
LIMITED = preset("cafe").model_copy(
    update={"counter": Counter(limits=Limits(cashier=CASHIER, manager=MANAGER))}
)
Rule = Callable[[Till, Programme, int], None]
RULES: list[tuple[Rule, type[OverLimit], int, int]] = [
    (refuse_dear_purchase, PurchaseOverLimit, 30_000, 90_000),
    (refuse_large_correction, CorrectionOverLimit, 100, 500),
    (refuse_dear_gift, GiftOverLimit, 80, 300),
]


def till(role: Role, approver: Role | None = None) -> Till:
    approved = Approver(2, approver, own_card=77) if approver else None
    return Till(1, role, 66, "centro", date(2027, 3, 1), approved)


def passes(rule: Rule, by: Till, n: int, programme: Programme = LIMITED) -> bool:
    try:
        rule(by, programme, n)
    except OverLimit:
        return False
    return True


@pytest.mark.parametrize(("rule", "refusal", "cashiers", "managers"), RULES)
def test_each_role_up_to_its_own(
    rule: Rule, refusal: type[OverLimit], cashiers: int, managers: int
) -> None:
    assert passes(rule, till(Role.CASHIER), cashiers)
    assert not passes(rule, till(Role.CASHIER), cashiers + 1)
    assert passes(rule, till(Role.MANAGER), managers)
    assert not passes(rule, till(Role.MANAGER), managers + 1)
    assert passes(rule, till(Role.OWNER), 99_999_999)
    with pytest.raises(refusal):
        rule(till(Role.CASHIER), LIMITED, cashiers + 1)


@pytest.mark.parametrize(("rule", "refusal", "cashiers", "managers"), RULES)
def test_who_approves_lifts_it_to_theirs(
    rule: Rule, refusal: type[OverLimit], cashiers: int, managers: int
) -> None:
    assert passes(rule, till(Role.CASHIER, Role.MANAGER), managers)
    assert not passes(rule, till(Role.CASHIER, Role.MANAGER), managers + 1)
    assert passes(rule, till(Role.CASHIER, Role.OWNER), managers + 1)
    assert passes(rule, till(Role.MANAGER, Role.OWNER), managers + 1)
    assert not passes(rule, till(Role.CASHIER, Role.CASHIER), cashiers + 1)


@pytest.mark.parametrize("rule", [rule for rule, *_ in RULES])
def test_without_limits_nobody_is_asked(rule: Rule) -> None:
    for role in Role:
        assert passes(rule, till(role), 99_999_999, preset("cafe"))


def test_a_cashier_corrects_only_where_the_programme_says_how_many() -> None:
    assert may_adjust(Role.CASHIER, LIMITED)
    assert not may_adjust(Role.CASHIER, preset("cafe"))
    assert may_adjust(Role.MANAGER, preset("cafe"))


def test_nobody_approves_for_their_own_card() -> None:
    by = till(Role.CASHIER, Role.MANAGER)
    for own in (66, 77):
        with pytest.raises(OwnCard):
            refuse_own_card(by, own)
    refuse_own_card(by, 88)
    refuse_own_card(till(Role.CASHIER), 77)
