"""`try`: what would happen if, with no database at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loyalty_app import create_app

from ..conftest import SETTINGS
from ..factories import PRESETS

CAFE = PRESETS / "cafe.yaml"
COFFEES = {
    "member": "anna",
    "kind": "purchase",
    "reference": "r1",
    "at": "2026-03-02T08:30",
    "items": [{"category": "coffee", "quantity": 11, "amount": 12.50}],
}

Try = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def try_(tmp_path: Path, english: None) -> Try:
    """Answers to activities (values or raw lines) under the café; the database cannot be opened."""

    def run(*activities: object, programme: Path = CAFE, language: str = "en") -> list[Any]:
        lines = (a if isinstance(a, str) else json.dumps(a) for a in activities)
        (tmp_path / "activities.jsonl").write_text("\n".join(lines), "utf-8")
        nowhere = f"sqlite:///{tmp_path}/no/such/folder/db.sqlite"
        app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": nowhere})
        arguments = [str(programme), str(tmp_path / "activities.jsonl"), "--language", language]
        result = app.test_cli_runner().invoke(args=["try", *arguments])
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    return run


def test_a_purchase_is_answered_with_its_whys_and_the_standing(try_: Try) -> None:
    (answer,) = try_(COFFEES)
    assert answer["reference"] == "r1"
    base, _, morning, *_ = answer["outcomes"]
    assert base["points"] == 12
    assert base["why"] == {"form": "per_spend", "worth": 1250, "every": 100, "each": 1}
    assert base["sentence"] == "12 points earned"
    assert base["reason"] == "€12.50: 1 point for every €1.00"
    assert morning["subject"] == "morning"
    standing = answer["standing"]
    assert standing["available"] == 44
    assert standing["lots"] == [{"releases_on": None, "expires_on": "2027-03-31", "left": 44}]
    assert standing["stamps"] == {"coffee": 1}
    assert [v["reward"] for v in standing["vouchers"]] == ["free-coffee"]


def test_a_repeat_is_said_to_be_one_and_changes_nothing(try_: Try) -> None:
    first, again = try_(COFFEES, COFFEES)
    assert again.pop("repeated") is True
    assert again == first


def test_what_is_refused_says_why_and_the_rest_goes_on(try_: Try) -> None:
    answers = try_(
        COFFEES,
        {**COFFEES, "items": [{"amount": 99}]},
        '{"member": "anna", ',
        "[1, 2]",
        {**COFFEES, "reference": "r2", "to": "bruno"},
        {"member": "anna", "kind": "claim", "reference": "c1", "reward": "mug"},
        {"member": "anna", "kind": "claim", "reference": "c1", "reward": "yacht"},
        {**COFFEES, "reference": "r3"},
    )
    refused = [answer["refused"] for answer in answers if "refused" in answer]
    assert [r["code"] for r in refused] == [
        "reference_taken",
        "malformed",
        "malformed",
        "unreadable",
        "not_enough_points",
        "unknown_reward",
    ]
    assert [r["line"] for r in refused] == [2, 3, 4, 5, 6, 7]
    assert "to: is not known here" in refused[3]["words"]
    assert refused[4]["words"] == "206 points short."
    assert answers[-1]["standing"]["available"] == 44 + 24


def test_a_voucher_is_used_by_its_id_or_by_its_reward_once(try_: Try) -> None:
    use = {"member": "anna", "kind": "use", "reference": "u1"}
    for named in ({"reward": "free-coffee"}, {"voucher": "r1-coffee-1"}):
        _, used, repeated, spent = try_(
            COFFEES, {**use, **named}, {**use, **named}, {**use, **named, "reference": "u2"}
        )
        assert [outcome["kind"] for outcome in used["outcomes"]] == ["voucher_used"]
        assert repeated["repeated"]
        assert spent["refused"]["code"] == "voucher_not_open"


def test_refunds_undos_adjustments_and_the_clock(try_: Try) -> None:
    anna = {"member": "anna"}
    refund, gift, undo, later = try_(
        COFFEES,
        {**anna, "kind": "refund", "reference": "b", "refers_to": "r1", "amount": "6.25"},
        {**anna, "kind": "adjustment", "reference": "g", "points": 7, "reason": "Sorry."},
        {**anna, "kind": "undo", "reference": "u", "refers_to": "g"},
        {**anna, "kind": "clock", "at": "2027-04-01"},
    )[1:]
    assert refund["standing"]["available"] == 6 + 10 + 6
    assert gift["standing"]["available"] == 22 + 7
    assert undo["standing"]["available"] == 22
    assert later["standing"]["available"] == 0
    assert {outcome["kind"] for outcome in later["outcomes"]} == {
        "points_expired",
        "voucher_expired",
    }


def test_sentences_come_in_the_language_asked_for(try_: Try) -> None:
    (answer,) = try_(COFFEES, language="it")
    filled = next(o for o in answer["outcomes"] if o["kind"] == "card_filled")
    assert "Dieci caffè" in filled["sentence"]


def test_a_programme_with_mistakes_names_them_all(tmp_path: Path, english: None) -> None:
    (tmp_path / "bad.yaml").write_text("name: X\ncurrency: ???\nfoo: 1\n")
    (tmp_path / "a.jsonl").touch()
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": "sqlite:///nowhere/x.sqlite"})
    run = app.test_cli_runner().invoke
    result = run(args=["try", str(tmp_path / "bad.yaml"), str(tmp_path / "a.jsonl")])
    assert result.exit_code == 1
    for place in ("currency", "time_zone", "foo"):
        assert place in result.stderr
    (tmp_path / "bad.yaml").write_bytes(b"\xff\xfe")
    result = run(args=["try", str(tmp_path / "bad.yaml"), str(tmp_path / "a.jsonl")])
    assert result.exit_code == 1
    assert run(args=["try", "no-such-file.yaml", "-"]).exit_code == 2


def test_a_gift_and_an_occasion_are_tried_too(try_: Try) -> None:
    gift, welcome, birthday, wrong = try_(
        {"member": "anna", "kind": "gift", "reward": "breakfast", "reason": "For the chairs."},
        {"member": "anna", "kind": "clock", "occasion": "joining"},
        {"member": "anna", "kind": "clock", "occasion": "birthday"},
        {"member": "anna", "kind": "gift", "reward": "mug", "reason": "For the chairs."},
    )
    assert gift["outcomes"][0]["sentence"] == "A voucher: Full breakfast"
    assert gift["outcomes"][0]["reason"].startswith("a gift from the shop · good until")
    assert welcome["outcomes"][0]["sentence"] == "10 points as a gift"
    assert welcome["outcomes"][0]["reason"] == "Welcome to the café"
    assert birthday["outcomes"][0]["reason"].startswith("Happy birthday · good until")
    assert wrong["refused"]["code"] == "unknown_reward"


def test_a_purchase_may_be_paid_with_a_discount_and_points(try_: Try) -> None:
    gift = {"member": "anna", "kind": "adjustment", "points": 200, "reason": "A start."}
    claim = {"member": "anna", "kind": "claim", "reward": "tenth-off"}
    paid = {"kind": "purchase", "amount": 7.00, "discounted": 3.00}
    sale = {"member": "anna", "reference": "s", **paid, "reward": "tenth-off", "points": 60}
    *_, answer, again = try_(gift, claim, sale, sale)
    sentences = [outcome["sentence"] for outcome in answer["outcomes"]]
    assert "€2.00 paid with 60 points" in sentences
    assert "€1.00 off: A tenth off" in sentences
    assert again["repeated"]
