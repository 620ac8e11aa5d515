"""Notes on a member: once for each form, the newest first, and gone when they were wrong."""

import pytest
from flask import Flask

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.models import NoteKind
from loyalty_app.outreach.notes import forget_note, note, notes_of
from loyalty_app.staff.models import Role

from ..factories import enrol_member, hire, publish_preset


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return enrol_member("Regular Guest")


def noted(member: Member) -> list[tuple[str, str, str]]:
    return [(one.kind, one.words, by) for one, by in notes_of(member.id)]


def test_noted_once_for_each_form_and_forgotten(member: Member) -> None:
    manager = hire(Role.MANAGER).id
    for key, words in (("a" * 32, "No nuts."), ("a" * 32, "No nuts."), ("b" * 32, "Called.")):
        in_transaction(lambda k=key, w=words: note(member.id, manager, NoteKind.CALL, w, k))  # type: ignore[misc]
    assert noted(member) == [("call", "Called.", "Manager"), ("call", "No nuts.", "Manager")]
    of_another = enrol_member("Other Guest").id
    first = notes_of(member.id)[0][0].id
    in_transaction(lambda: forget_note(of_another, first))
    assert len(noted(member)) == 2
    in_transaction(lambda: forget_note(member.id, first))
    assert noted(member) == [("call", "No nuts.", "Manager")]
