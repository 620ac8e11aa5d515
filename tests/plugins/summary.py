"""The last line of a run: how many tests saw each database, and the browser."""

from collections import Counter

import pytest

GROUPS = {"databases": ("sqlite", "postgres"), "browser": ("browser",)}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    outcomes: Counter[tuple[str, str]] = Counter()
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, place in getattr(report, "user_properties", ()):
                if name == "ran_on":
                    outcomes[place, outcome] += 1
    words = [f"{title}: {_counts(outcomes, places)}" for title, places in GROUPS.items()]
    terminalreporter.write_line("; ".join(words))


def _counts(outcomes: Counter[tuple[str, str]], places: tuple[str, ...]) -> str:
    parts = [
        f"{place if len(places) > 1 else ''} {number} {outcome}".strip()
        for place in places
        for outcome in ("passed", "failed", "error", "skipped")
        if (number := outcomes[place, outcome])
    ]
    return ", ".join(parts) or "none ran"
