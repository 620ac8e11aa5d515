"""Two phones: one member shares, a friend joins by the link and buys; both see it at once, and both
see it go when what was bought goes back."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import State
from loyalty_app.invitations.queries import invitations_of
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from ...factories import publish_preset
from ...sign_in import cookie_of
from ..member.screen import read

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
AT_MOST = 20_000
SHARING = """
navigator.share = async (what) => { window.shared = what; };
navigator.clipboard.writeText = async (text) => { window.copied = text; };
"""


@pytest.fixture
def inviter(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Ada Lovelace", email="ada@example.org", language="en"))


def phone(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport=PHONE, locale="en", service_workers="block")  # type: ignore[arg-type]


@pytest.fixture
def adas(app: Flask, browser: Browser, address: str, inviter: Member) -> Iterator[Page]:
    """The inviter's phone, which can share."""
    context = phone(browser)
    cookie = {"name": "session", "value": cookie_of(app, inviter), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.add_init_script(SHARING)
    yield context.new_page()
    context.close()


@pytest.fixture
def friends(browser: Browser) -> Iterator[Page]:
    context = phone(browser)
    yield context.new_page()
    context.close()


def share(page: Page, address: str) -> str:
    """The link that a member sends off, with words of their own."""
    page.goto(f"{address}/card")
    page.get_by_role("link", name="Invite").click()
    page.get_by_role("button", name="Make my link").click()
    words = page.get_by_label("Your message").first
    expect(words).to_have_value(
        "I have a card at Caffè Aurora. Join with my link: it brings you 20 points."
    )
    words.fill("Coffee tomorrow?")
    page.get_by_role("button", name="Share").first.click()
    shared = page.evaluate("window.shared")
    assert shared["text"] == "Coffee tomorrow?"
    assert shared["url"] == read(page.get_by_role("img", name="QR code of your link"))
    page.get_by_role("button", name="Copy message and link").first.click()
    assert page.evaluate("window.copied") == f"Coffee tomorrow? {shared['url']}"
    return str(shared["url"]).replace("http://localhost", address)


def record(member: int, kind: Kind, reference: str, **said: object) -> str:
    activity = Activity(member, kind, "till", reference, **said)  # type: ignore[arg-type]
    done = in_transaction(lambda: engine.record(activity))
    db.session.rollback()
    return done.activity.id


def open_card(page: Page, address: str) -> None:
    with page.expect_response("**/live?**"):
        page.goto(f"{address}/card")
    page.wait_for_function("localStorage.seen")


def test_a_friend_comes_and_both_are_thanked_until_it_goes_back(
    adas: Page, friends: Page, address: str, inviter: Member
) -> None:
    inviter_id = inviter.id
    db.session.rollback()
    link = share(adas, address)
    with friends.expect_request(lambda asked: asked.method == "POST" and "/i/" in asked.url):
        friends.goto(link)
    expect(friends.get_by_role("heading", name="Ada invites you")).to_be_visible()
    friends.get_by_role("button", name="Get my card").click()
    expect(friends.get_by_text("Ada invites you")).to_be_visible()
    friends.get_by_label("Your name").fill("Grace")
    friends.get_by_label("E-mail or phone").fill("grace@example.org")
    friends.get_by_label("I am at least 14").check()
    friends.get_by_role("button", name="Get my card").click()
    friends.wait_for_url("**/card")
    joined = next(c for c in invitations_of(inviter_id, 9) if c.friend)
    assert (joined.invitation.state, joined.friend and joined.friend.name) == (
        State.JOINED,
        "Grace",
    )
    assert joined.friend
    friend_id = joined.friend.id
    db.session.rollback()

    for page in (adas, friends):
        open_card(page, address)
    sale = record(friend_id, Kind.PURCHASE, "sale", amount=500)
    expect(adas.locator("#card-balance strong")).to_have_text("30", timeout=AT_MOST)
    expect(adas.locator("#live-receipt")).to_contain_text("a friend came by your invitation")
    # Ten for joining, five for the purchase and twenty for its being the first, twenty as invited.
    expect(friends.locator("#card-balance strong")).to_have_text("55", timeout=AT_MOST)
    expect(friends.locator("#live")).to_contain_text("Thank you for coming")

    record(friend_id, Kind.UNDO, "undo", refers_to=sale)
    expect(adas.locator("#card-balance strong")).to_have_text("0", timeout=AT_MOST)
    expect(adas.locator("#live")).to_contain_text("your friend gave back what they had bought")
    expect(friends.locator("#card-balance strong")).to_have_text("10", timeout=AT_MOST)
    friends.goto(f"{address}/history")
    expect(friends.locator("#history")).to_contain_text("what you had bought went back")
    adas.goto(f"{address}/invite")
    expect(adas.locator("#invitations")).to_contain_text("What they had bought went back.")


def test_without_a_way_to_share_the_message_is_copied_as_it_stands(
    app: Flask, browser: Browser, address: str, inviter: Member
) -> None:
    context = phone(browser)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    cookie = {"name": "session", "value": cookie_of(app, inviter), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    context.add_init_script("delete Navigator.prototype.share;")
    page = context.new_page()
    page.goto(f"{address}/invite")
    page.get_by_role("button", name="Make my link").click()
    page.get_by_label("Your message").first.fill("Come")
    expect(page.get_by_role("button", name="Share")).to_have_count(0)
    page.get_by_role("button", name="Copy message and link").first.click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Come http://localhost/i/")
    context.close()
