"""What members write by themselves: a question is answered, a complaint is a case."""

from ..outreach.desk import wait_of
from ..outreach.messages import NobodyWaits, answer, write_to_shop
from ..surveys.models import Case
from .operations import open_case, touch


def write(member_id: int, words: str, key: str | None = None, *, complains: bool = False) -> None:
    """Something went wrong, where the member `complains`. Raises WordsMissing, TooManyWords."""
    message = write_to_shop(member_id, words, key)
    if message and complains:
        open_case(member_id, message_id=message.id)


def make_a_case(member_id: int) -> int:
    """What they wait with is a complaint: the id of its case. Raises NobodyWaits."""
    wait = wait_of(member_id)
    if wait is None:
        raise NobodyWaits
    return open_case(member_id, message_id=wait.message_id)


def reply(member_id: int, staff_id: int, words: str, key: str | None = None) -> None:
    """To whatever they wrote; then they have heard from us about all of their cases that are open.

    Raises WordsMissing, TooManyWords.
    """
    if answer(member_id, staff_id, words, key):
        touch(staff_id, Case.member_id == member_id, Case.closed_at.is_(None))
