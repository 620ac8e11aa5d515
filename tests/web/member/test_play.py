"""Play: what runs and how far, what comes next, what was won; the badges, and one of them."""

from datetime import date

from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.jobs import tick
from loyalty_app.members.models import Member
from loyalty_app.standing.queries import standing_of

from ...factories import enrol_member, preset_source, publish
from .conftest import Till

HEAD = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"
FRAGMENT = {"HX-Request": "true"}


def test_the_tab_appears_with_its_mechanic(phone: FlaskClient) -> None:
    assert 'href="/play"' in phone.get("/card").text
    publish(HEAD)
    assert 'href="/play"' not in phone.get("/card").text
    assert phone.get("/play").status_code == 404


def test_what_runs_says_how_far_and_until_when(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(
        f"{HEAD}challenges: [{{id: much, name: The month, count: spend, target: 40.00, points: 7, "
        "when: {to: 2099-12-31}}]"
    )
    till.sell(member, 1250)
    page = phone.get("/play").text
    for words in ("The month", "€12.50 of €40.00", "until Dec 31, 2099", "7 points"):
        assert words in page
    assert "€12.50 of €40.00" in phone.get("/card").text
    fragment = phone.get("/play", headers=FRAGMENT).text
    assert fragment.lstrip().startswith('<div id="play"')


def test_the_next_one_says_what_it_waits_for(phone: FlaskClient) -> None:
    page = phone.get("/play").text
    assert "What comes next" in page
    assert "begins when “Two addresses” is won" in page


def test_what_was_won_moves_down_and_its_badge_shines(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    assert phone.get("/play").text.count("badge-unearned") == 7
    for shop in ("centre", "station"):
        till.record(member, Kind.VISIT, shop=shop)
    page = phone.get("/play").text
    assert "2 of 2 different shops" not in page
    assert "<strong>Two addresses</strong>" in page
    assert page.count("badge-unearned") == 6
    assert "begins when" not in page


def test_a_secret_one_shows_itself_only_when_it_is_earned(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(f"{HEAD}badges: [{{id: s, name: Surprise, secret: true, purchases: 1}}]")
    assert "Surprise" not in phone.get("/play").text
    assert phone.get("/play/badges/s").status_code == 404
    assert "Surprise" not in phone.get("/help").text
    till.sell(member, 100)
    assert "Surprise" in phone.get("/play").text
    assert "Yours since" in phone.get("/play/badges/s").text


def test_a_badge_says_how_it_is_earned(phone: FlaskClient) -> None:
    page = phone.get("/play/badges/fifty").text
    for words in ("Fifty visits", "rare", "Not earned yet.", "How it is earned: by 50 visits"):
        assert words in page
    assert phone.get("/play/badges/nothing").status_code == 404


def test_a_badge_that_was_given_says_the_word_of_thanks(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.record(member, Kind.GIFT, badge="thank-you", reason="For the <chairs>.")
    till.sell(member, 100)
    page = phone.get("/play/badges/thank-you").text
    assert "“For the &lt;chairs&gt;.”" in page


def test_what_was_undone_is_open_again_and_says_why(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.record(member, Kind.VISIT, shop="centre")
    done = till.record(member, Kind.VISIT, shop="station")
    till.record(member, Kind.UNDO, refers_to=done.activity.id)
    assert "1 of 2 different shops" in phone.get("/play").text
    history = phone.get("/history").text
    assert "“Two addresses” is not won any more" in history
    assert "The badge Explorer went with what had earned it" in history


def test_a_challenge_that_is_over_is_gone(phone: FlaskClient, member: Member, till: Till) -> None:
    publish(
        f"{HEAD}challenges: [{{id: c, name: Past, count: visits, target: 2, points: 1, "
        "when: {to: 2026-01-31}}]"
    )
    till.record(member, Kind.VISIT, said_at=date(2026, 1, 5))
    tick()
    page = phone.get("/play").text
    assert "Past" not in page
    assert "Nothing is running" in page
    assert not standing_of(member.id).won


def test_a_reward_and_a_badge_are_news(phone: FlaskClient, member: Member, till: Till) -> None:
    for shop in ("centre", "station"):
        till.record(member, Kind.VISIT, shop=shop)
    inbox = phone.get("/inbox").text
    assert "Challenge won: “Two addresses”" in inbox


def test_another_programme_brings_its_own(phone: FlaskClient, member: Member, till: Till) -> None:
    publish(preset_source("shop"))
    till.sell(member, 5000)
    page = phone.get("/play").text
    assert "€50.00 of €150.00" in page


def test_what_one_joins_in_counts_from_then_on(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(
        f"{HEAD}challenges: [{{id: deep, name: Deep, count: visits, target: 2, opt_in: true, "
        "points: 7}]"
    )
    till.record(member, Kind.VISIT)
    page = phone.get("/play").text
    assert "Open to you" in page
    assert "for whoever joins in, from that day on" in page
    assert phone.post("/play/challenges/deep/join").location == "/play"
    page = phone.get("/play").text
    assert "You take part. From today on it counts." in page
    assert "0 of 2 visits" in page
    assert "/play/challenges/deep/join" not in page
    assert phone.post("/play/challenges/deep/join").location == "/play"  # a second tap
    till.record(member, Kind.VISIT)
    assert "1 of 2 visits" in phone.get("/play").text


def test_what_is_not_offered_to_join_is_refused_with_a_way_on(phone: FlaskClient) -> None:
    answer = phone.post("/play/challenges/week-of-four/join")
    assert answer.status_code == 404
    assert "Look at what runs now." in answer.text


def test_a_goal_of_all_shows_how_far_all_are_and_what_one_added(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(
        f"{HEAD}challenges: [{{id: all, name: All of us, count: visits, target: 4, together: true,"
        " points: 7}]"
    )
    other = enrol_member()
    till.record(other, Kind.VISIT)
    page = phone.get("/play").text
    assert "1 of 4 visits" in page
    assert "You win it too, once you have added to it." in page
    for _ in range(2):
        till.record(member, Kind.VISIT)
    page = phone.get("/play").text
    assert "3 of 4 visits" in page
    assert "2 visits from you." in page
    till.record(other, Kind.VISIT)
    tick()
    page = phone.get("/play").text
    assert "<strong>All of us</strong>" in page
    assert "7 points" not in page
    assert standing_of(member.id).available == 7
