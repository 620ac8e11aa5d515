"""What one phone is told: server-sent events, each carrying a number of the member's chain."""

import random
from collections.abc import Iterator
from threading import Event

BEAT = 20.0
"""Seconds after which a silent stream shows that it lives; proxies close what says nothing."""
COME_BACK = 2000, 6000
"""Milliseconds after which a phone connects again; not all of them at the same moment."""


class Stream:
    """One phone's stream, to be iterated once. `told` is the last number it was sent."""

    def __init__(self, member: int, session: str) -> None:
        self.member = member
        self.session = session
        self.told = 0
        self._newest = 0
        self.is_over = False
        self._stirred = Event()

    def begin(self, after: int | None, newest: int) -> None:
        """Go on after the number the phone has seen; one that saw none starts from now."""
        self.told = newest if after is None else min(after, newest)
        self.tell(newest)

    def tell(self, sequence: int) -> None:
        """There is an activity with this number. An older one than known changes nothing."""
        if sequence > self._newest:
            self._newest = sequence
            self._stirred.set()

    def end(self) -> None:
        self.is_over = True
        self._stirred.set()

    def __iter__(self) -> Iterator[str]:
        yield f"retry: {random.randint(*COME_BACK)}\n" + _event("start", self.told)
        while not self.is_over:
            self._stirred.wait(BEAT)
            self._stirred.clear()
            if self._newest > self.told:
                self.told = self._newest
                yield _event("receipt", self.told)
            elif not self.is_over:
                yield ":\n\n"


def _event(name: str, sequence: int) -> str:
    return f"event: {name}\nid: {sequence}\ndata: {sequence}\n\n"
