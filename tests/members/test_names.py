"""Names as people write them."""

import pytest

from loyalty_app.members.names import plain_name


@pytest.mark.parametrize(
    "name",
    [
        "Giulia",
        "Nguyễn Thị Minh Khai",
        "محمد الأمين",
        "می\u200cخواهم",
        "O'Neill-Łukasz",
        "👩\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f",
        "<script>alert(1)</script>",
        "W" * 120,
    ],
)
def test_a_name_stays_as_it_was_written(name: str) -> None:
    assert plain_name(name) == name


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna \t  Maria\n", "Anna Maria"),
        ("Anna\x00", "Anna"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\u200d\u200c", ""),
        ("\ufeff \u2060", ""),
        ("\ud800x", "x"),
    ],
)
def test_what_hides_or_turns_text_is_left_out(typed: str, kept: str) -> None:
    assert plain_name(typed) == kept
