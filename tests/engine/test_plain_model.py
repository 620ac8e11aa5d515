"""What members have is what plain bookkeeping says they must have, whatever happens."""

from hypothesis.stateful import run_state_machine_as_test

from .machines import HISTORIES, PlainShop


def test_the_engine_and_the_books_agree() -> None:
    run_state_machine_as_test(PlainShop, settings=HISTORIES)
