"""The tier: on the card, on its own page, and where rewards are for some tiers alone."""

import re
from datetime import date

from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.jobs import tick
from loyalty_app.members.models import Member

from ...factories import preset_source, publish
from .conftest import Till


def test_the_card_says_how_far_the_next_tier_is(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    assert "150 points to Regular" in phone.get("/card").text
    till.sell(member, 15000)
    page = phone.get("/card").text
    assert "Regular" in page
    assert "to Family" in page


def rows_of(page: str) -> dict[str, list[str]]:
    """The table of what tiers bring: cells by the heading of their row."""
    found = {}
    for row in re.findall(r"<tr>.*?</tr>", page.partition("<tbody>")[2], re.DOTALL):
        spoken = re.sub(r'<svg[^>]*aria-label="(\w+)".*?</svg>', r"\1", row, flags=re.DOTALL)
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", spoken, re.DOTALL)
        ]
        found[cells[0]] = cells[1:]
    return found


def test_every_tier_says_what_it_brings_and_where_one_is(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 15000)
    page = phone.get("/tier").text
    assert page.count("You are here") == 1
    rows = rows_of(page)
    assert rows["Reached"] == ["from the start", "from 150 points", "from 400 points"]
    assert rows["Points of a purchase"] == ["– no", "×1.2", "×1.5"]
    assert rows["On reaching it"] == ["– no", "– no", "Full breakfast"]
    assert rows["Water is on us"] == ["– no", "– no", "Yes"]
    assert "keep Regular." in page


def test_a_tier_at_risk_says_until_when(phone: FlaskClient, member: Member, till: Till) -> None:
    till.record(member, Kind.PURCHASE, said_at=date(2024, 1, 15), amount=20000)
    tick()
    assert "keep Regular." not in phone.get("/card").text  # lost long ago
    publish(preset_source("cafe").replace("grace_days: 30", "grace_days: 365"))
    till.record(member, Kind.PURCHASE, amount=16000)
    assert "Regular" in phone.get("/tier").text


def test_rewards_for_some_tiers_and_days_of_their_own_stand_in_the_table(
    phone: FlaskClient, member: Member
) -> None:
    early = "points: 90\n    from: 2027-01-10\n    early: {family: 2027-01-03}\n"
    source = preset_source("cafe").replace("points: 90\n", early)
    publish(source.replace("points: 250\n", "points: 250\n    tiers: [regular, family]\n"))
    rows = rows_of(phone.get("/tier").text)
    assert rows["Reward: The café's mug".replace("'", "&#39;")] == ["– no", "Yes", "Yes"]
    assert rows["Reward: Full breakfast"] == ["– no", "– no", "from Jan 3, 2027 on"]


def test_a_programme_without_tiers_has_no_such_page(phone: FlaskClient, member: Member) -> None:
    publish(preset_source("cafe").partition("\ntiers:")[0])
    assert phone.get("/tier").status_code == 404
    assert "/tier" not in phone.get("/card").text


def test_a_reward_for_another_tier_says_for_which(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(preset_source("cafe").replace("points: 90\n", "points: 90\n    tiers: [family]\n"))
    till.sell(member, 12000)
    page = phone.get("/rewards").text
    assert "From Family on: 260 points to go." in page
    data = {"key": "0123456789abcdef" * 2, "price": 90}
    refused = phone.post("/rewards/breakfast/claim", data=data)
    assert refused.status_code == 409
    assert "For the tier Family." in refused.text
