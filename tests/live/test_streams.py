"""What one phone is told: each number once, only upwards, and a sign of life between."""

from collections.abc import Iterator

import pytest

from loyalty_app.live import streams
from loyalty_app.live.streams import Stream


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Stream:
    monkeypatch.setattr(streams, "BEAT", 0.01)
    return Stream(member=1, session="phone")


def sent(told: Iterator[str]) -> str:
    """The next event as `name number`; a sign of life is empty."""
    lines = dict(line.split(": ") for line in next(told).splitlines() if ": " in line)
    assert lines.get("id") == lines.get("data")
    return f"{lines['event']} {lines['id']}" if lines else ""


def test_it_starts_from_what_the_phone_has_seen_and_goes_on_to_the_newest(stream: Stream) -> None:
    stream.begin(after=3, newest=5)
    told = iter(stream)
    assert [sent(told), sent(told), sent(told)] == ["start 3", "receipt 5", ""]


def test_a_phone_that_has_seen_nothing_starts_from_now(stream: Stream) -> None:
    stream.begin(after=None, newest=5)
    told = iter(stream)
    assert [sent(told), sent(told)] == ["start 5", ""]


def test_a_phone_that_knows_too_much_still_hears_the_next_one(stream: Stream) -> None:
    stream.begin(after=900, newest=5)
    told = iter(stream)
    assert sent(told) == "start 5"
    stream.tell(6)
    assert sent(told) == "receipt 6"


def test_what_is_told_twice_or_late_is_sent_once(stream: Stream) -> None:
    stream.begin(after=None, newest=5)
    told = iter(stream)
    sent(told)
    for number in (6, 7, 7, 6):
        stream.tell(number)
    assert [sent(told), sent(told)] == ["receipt 7", ""]
    stream.tell(7)
    assert sent(told) == ""


def test_what_was_told_before_it_began_is_not_lost(stream: Stream) -> None:
    stream.tell(6)
    stream.begin(after=None, newest=5)
    told = iter(stream)
    assert [sent(told), sent(told)] == ["start 5", "receipt 6"]


def test_an_ended_stream_stops(stream: Stream) -> None:
    told = iter(stream)
    sent(told)
    stream.end()
    assert list(told) == []


def test_phones_do_not_all_come_back_at_the_same_moment() -> None:
    first_lines = {next(iter(Stream(1, "phone"))).partition("\n")[0] for _ in range(30)}
    assert len(first_lines) > 1
    assert all(line.startswith("retry: ") for line in first_lines)
