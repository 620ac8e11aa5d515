"""Every example comes true: in memory, and as `flask try` answers it from a file."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from loyalty_app import create_app
from loyalty_app.cli.trials import Trial
from loyalty_app.programme.reading import read_programme

from ..conftest import SETTINGS
from .examples import TABLES, Example, examples

Answer = Mapping[str, Any]
ALL = pytest.mark.parametrize("example", examples(), ids=[one.name for one in examples()])


@pytest.fixture(scope="module")
def plain_app() -> Flask:
    """English and nothing else; no database is asked."""
    app = Flask("examples")
    Babel(app)
    return app


@pytest.fixture(scope="module")
def app_nowhere() -> Flask:
    """Its database cannot be opened."""
    nowhere = "sqlite:////no/such/folder/db.sqlite"
    return create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": nowhere})


@ALL
def test_it_comes_true(plain_app: Flask, example: Example) -> None:
    with plain_app.app_context(), force_locale("en"):
        trial = Trial(read_programme(example.programme))
        answers = [trial.answer(line, n) for n, line in enumerate(example.lines, start=1)]
    assert_expected(example, answers)


@ALL
def test_try_answers_it(app_nowhere: Flask, tmp_path: Path, example: Example) -> None:
    programme, activities = tmp_path / "programme.yaml", tmp_path / "activities.jsonl"
    programme.write_text(example.programme)
    activities.write_text("\n".join(example.lines))
    said = ["try", str(programme), str(activities), "--language", "en"]
    result = app_nowhere.test_cli_runner().invoke(args=said)
    assert result.exit_code == 0, result.output
    assert_expected(example, [json.loads(line) for line in result.stdout.splitlines()])


def assert_expected(example: Example, answers: Sequence[Answer]) -> None:
    """Nothing on the way was refused, and after the last deed all is as expected."""
    *before, last = answers
    assert not any("refused" in answer for answer in before), before
    who = example.expect.get("who") or json.loads(example.lines[-1])["member"]
    standings = [one["standing"] for one in answers if one.get("member") == who]
    standing = standings[-1] if standings else {}
    assert "refused" in example.expect or "refused" not in last, last
    for name, expected in example.expect.items():
        if name != "who":
            assert READ[name](last, standing, expected) == expected, (name, last)


def _state(name: str) -> Callable[[Answer, Answer, Any], Any]:
    return lambda last, standing, expected: standing.get(name, 0)


def _said(last: Answer, standing: Answer, expected: str | list[str]) -> str | list[str]:
    """What of the expected words is there, as a part of some sentence."""
    wanted = [expected] if isinstance(expected, str) else expected
    sentences = [one[part] for one in last["outcomes"] for part in ("sentence", "reason")]
    found = [words for words in wanted if any(words in sentence for sentence in sentences)]
    return found[0] if found and isinstance(expected, str) else found or sentences


def _refused(last: Answer, standing: Answer, expected: object) -> object:
    words = last.get("refused", {}).get("words", "")
    return expected if str(expected) in words else words


def _expires(last: Answer, standing: Answer, expected: object) -> dict[Any, int]:
    lots = Counter[str]()
    for lot in standing["lots"]:
        lots[lot["expires_on"]] += lot["left"]
    days = {str(day): day for day in expected} if isinstance(expected, dict) else {}
    return {days.get(day, day): left for day, left in lots.items()}


def _earned(last: Answer, standing: Answer, expected: object) -> dict[str, int]:
    """By the last deed, by rule."""
    found = last["outcomes"]
    return {one["subject"]: one["points"] for one in found if one["kind"] == "points_earned"}


READ: Mapping[str, Callable[[Answer, Answer, Any], Any]] = {
    "points": _state("available"),
    "pending": _state("pending"),
    "debt": _state("debt"),
    "tier": lambda last, standing, expected: standing["tier"] or "none",
    "stamps": lambda last, standing, expected: standing["stamps"],
    "vouchers": lambda last, standing, expected: sorted(
        voucher["reward"] for voucher in standing.get("vouchers", ())
    ),
    "badges": lambda last, standing, expected: standing.get("badges", []),
    "won": lambda last, standing, expected: standing.get("won", {}),
    "says": _said,
    "refused": _refused,
    "expires": _expires,
    "earned": _earned,
}


def test_there_are_enough_of_every_mechanic() -> None:
    assert len(examples()) >= 150
    assert all(
        sum(one.name.startswith(path.stem) for one in examples()) >= 10
        for path in TABLES.glob("*.yaml")
    )


def test_an_example_that_is_wrong_is_told(plain_app: Flask) -> None:
    """Or all of them would prove nothing."""
    first = examples()[0]
    wrong = Example(first.name, first.programme, first.lines, {"points": 9999})
    with pytest.raises(AssertionError, match="points"):
        test_it_comes_true(plain_app, wrong)
