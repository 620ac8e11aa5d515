"""The components that pages are made of stand on one page, with their states."""

import pytest
from flask.testing import FlaskClient

STATES = (
    "stamps-owed",
    "ticket-expired",
    "slip-undone",
    "reward-out",
    'class="here"',
    "rule-removed",
    "notice-bad",
    'aria-invalid="true"',
    'aria-busy="true"',
    "data-celebrate",
)


@pytest.mark.parametrize("language", ["it", "en"])
def test_staff_see_every_state_in_the_colour_of_the_shop(
    as_manager: FlaskClient, language: str
) -> None:
    page = as_manager.get("/console/style", headers={"Accept-Language": language}).text
    assert f'lang="{language}"' in page
    assert [state for state in STATES if state not in page] == []
    assert page.count('class="drawing"') == 7
