"""Notes on a member: for managers and owners, kept in the house."""

import re

import pytest
from flask.testing import FlaskClient

from loyalty_app.members.models import Member

from ...factories import enrol_member
from ...sign_in import as_member
from ..public.test_survey import XSS

KEY = "0" * 32


@pytest.fixture
def member(as_manager: FlaskClient) -> Member:
    return enrol_member("Regular Guest")


@pytest.fixture
def path(member: Member) -> str:
    return f"/console/members/{member.number}/notes"


def test_a_note_is_written_once_read_and_deleted(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    assert path in as_manager.get(f"/console/members/{member.number}").text
    for _double_tap in range(2):
        data = {"key": KEY, "kind": "call", "words": f"No nuts. {XSS}"}
        assert as_manager.post(path, data=data).status_code == 303
    page = as_manager.get(path).text
    assert page.count("No nuts.") == 1
    assert "A call, Manager" in page
    assert "<script>alert" not in page
    delete = re.search(rf'action="({path}/\d+/delete)"', page)
    assert delete
    as_manager.post(delete[1])
    assert "No nuts." not in as_manager.get(path).text


def test_the_member_does_not_see_it_but_has_it_in_their_data(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    as_manager.post(path, data={"key": KEY, "kind": "talk", "words": "No nuts."})
    phone = as_member(as_manager, member)
    assert all("No nuts." not in phone.get(page).text for page in ("/inbox", "/talk", "/me"))
    assert "No nuts." in phone.get("/me/data.json").text


@pytest.mark.parametrize("data", [{"kind": "call", "words": " "}, {"kind": "song", "words": "La"}])
def test_a_refusal_keeps_what_was_typed(
    as_manager: FlaskClient, path: str, data: dict[str, str]
) -> None:
    answer = as_manager.post(path, data={"key": KEY} | data)
    assert answer.status_code == 422
    assert data["words"].strip() in answer.text
