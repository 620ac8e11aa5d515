"""An account is handed over whole, and erased for good; the chain still verifies."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from loyalty_app import engine
from loyalty_app.activities.chain import canonical, link
from loyalty_app.activities.models import ActivityRow, DetailRow, OutcomeRow
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.badges.operations import share_badge
from loyalty_app.cases.operations import hear, write_to_member
from loyalty_app.cases.talks import write as complain
from loyalty_app.clock import now
from loyalty_app.errors import AccountClosed
from loyalty_app.extensions import Model, db, in_transaction
from loyalty_app.invitations.models import Invitation, InvitationLink
from loyalty_app.invitations.operations import Came, make_link, take_friend
from loyalty_app.members.keys import member_showing
from loyalty_app.members.models import DeviceKey, Member, Purpose, UsedStep
from loyalty_app.members.operations import say_consent
from loyalty_app.members.rotating import shown_in
from loyalty_app.outreach.inbox import keep_read
from loyalty_app.outreach.models import Enquiry, Message, Note, NoteKind, OutboxMail
from loyalty_app.outreach.notes import note
from loyalty_app.outreach.sign_in import mail_sign_in_link
from loyalty_app.privacy.operations import erase
from loyalty_app.privacy.queries import everything_about
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.programme.versions import current_programme
from loyalty_app.rewards.models import Voucher, VoucherState
from loyalty_app.sessions.device_keys import enrol_phone
from loyalty_app.sessions.models import BrowserSession, NewPhone, Passkey, SignInLink
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.sessions.phones import offer_phone
from loyalty_app.staff.models import Staff
from loyalty_app.standing.operations import enrol
from loyalty_app.standing.queries import standing_of
from loyalty_app.standing.values import GENESIS
from loyalty_app.surveys.due import Due
from loyalty_app.surveys.models import Answer, Case, CaseEntry, SurveyInvitation
from loyalty_app.surveys.operations import invite

from ..factories import enrol_member, hire, publish_preset
from ..phones import Phone


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    member = in_transaction(
        lambda: enrol("Member Surname", email="me@example.org", birthday="02-29")
    )
    in_transaction(lambda: make_link(member.id))
    inviter = enrol_member("Inviter")
    for pair in ((member, inviter), (enrol_member("Guest"), member)):
        brought_by(*pair)
    buy(member, "till-1")
    thanks = Activity(
        member.id, Kind.GIFT, "till", "till-badge", badge="thank-you", reason="Thank you."
    )
    in_transaction(lambda: engine.record(thanks))
    in_transaction(lambda: share_badge(member.id, "thank-you"))
    cup = Activity(member.id, Kind.ACTION, "till", "till-cup", action="own-cup")
    in_transaction(lambda: engine.record(cup))
    in_transaction(lambda: say_consent(member, Purpose.MARKETING, given=True, words="Write."))
    in_transaction(lambda: mail_sign_in_link("me@example.org", "browser", lambda t: f"/login/{t}"))
    token = in_transaction(lambda: sign_in_member(member))
    phone = Phone()
    key = in_transaction(lambda: enrol_phone(token, member.id, phone.public, "iPhone · Safari", ""))
    phone.learn(key.row.handle, key.public)
    shown = shown_in(phone.shows(now()))
    assert shown
    in_transaction(lambda: member_showing(shown, now()))
    cashier = hire()
    in_transaction(lambda: offer_phone(member.id, cashier.id, lost=False))
    passkey = Passkey(id="the-key", member_id=member.id, public_key=b"", sign_count=0, label="")
    in_transaction(lambda: db.session.add(passkey))
    in_transaction(lambda: keep_read(member.id, 1))
    in_transaction(lambda: be_asked_answer_and_hear(member, cashier))
    in_transaction(lambda: complain(member.id, "The coffee was cold.", complains=True))
    in_transaction(lambda: note(member.id, cashier.id, NoteKind.CALL, "Called back.", "0" * 32))
    return member


def brought_by(friend: Member, inviter: Member) -> None:
    came, rules = Came(inviter.id), current_programme()
    in_transaction(lambda: take_friend(came, friend, rules, now()))


def be_asked_answer_and_hear(member: Member, staff: Staff) -> None:
    survey = current_programme().surveys[0]
    due = Due(member.id, "till-1", "centro", 9)
    invitation = invite(survey, 1, due, now(), timedelta(days=1))
    assert invitation
    hear(invitation, Said(2))
    case = db.session.query(Case).one()
    write_to_member(case.id, staff.id, "We are sorry.")


def buy(member: Member, reference: str) -> None:
    lines = (Line(1250, 11, category="coffee"),)
    purchase = Activity(
        member.id, Kind.PURCHASE, "till", reference, amount=1250, lines=lines, reason="Flat white"
    )
    in_transaction(lambda: engine.record(purchase))


def rows(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def chain_holds(member_id: int) -> bool:
    """Each link follows from the one before and what is stored."""
    before = GENESIS
    for row in db.session.execute(
        select(ActivityRow.__table__)
        .where(ActivityRow.member_id == member_id)
        .order_by(ActivityRow.sequence)
    ).mappings():
        outcomes = db.session.execute(
            select(OutcomeRow.__table__)
            .where(OutcomeRow.activity_id == row["id"])
            .order_by(OutcomeRow.position)
        ).mappings()
        if row["link"] != link(before, dict(row), [dict(outcome) for outcome in outcomes]):
            return False
        before = row["link"]
    return before == standing_of(member_id).head


def test_everything_we_hold_is_handed_over_as_data(member: Member) -> None:
    text = json.dumps(everything_about(member.id))
    found = json.loads(text)
    assert found["member"][0]["email"] == "me@example.org"
    assert found["member"][0]["birthday"] == "02-29"
    assert "Flat white" in [row["body"].get("reason") for row in found["details"]]
    assert found["consents"][0]["words"] == "Write."
    assert {row["state"] for row in found["vouchers"]} == {"issued"}
    assert found["standing"][0]["points"] > 0
    assert all(found[part] for part in found)


def test_no_table_about_members_is_forgotten(member: Member) -> None:
    """Whoever adds one says what becomes of it here: handed over, and erased or kept as numbers."""
    theirs = {
        table.name
        for table in Model.metadata.tables.values()
        if any(key.target_fullname == "member.id" for key in table.foreign_keys)
    }
    staff_have_a_card = {"staff"}
    assert theirs - staff_have_a_card == {
        "activity",
        "browser_session",
        "consent",
        "contribution",
        "device_key",
        "enquiry",
        "invitation",
        "invitation_link",
        "feedback_case",
        "last_asked",
        "member_month",
        "message",
        "new_phone",
        "note",
        "outbox_mail",
        "passkey",
        "read_up_to",
        "shared_badge",
        "sign_in_link",
        "standing",
        "survey_answer",
        "survey_invitation",
        "voucher",
    }


def test_nothing_of_anybody_else_and_no_secret_is_in_it(member: Member) -> None:
    friend = in_transaction(lambda: enrol("Friend", email="friend@example.org"))
    buy(friend, "till-2")
    text = json.dumps(everything_about(member.id))
    assert "friend@example.org" not in text
    assert "till-2" not in text
    columns = (BrowserSession.id, SignInLink.id, NewPhone.id, Passkey.id, DeviceKey.handle)
    secrets = [secret for column in columns for secret in db.session.scalars(select(column))]
    assert secrets
    assert not any(secret in text for secret in secrets)


def test_an_erased_member_is_nobody_and_the_chain_still_holds(member: Member) -> None:
    number, handle = member.number, member.handle
    assert chain_holds(member.id)
    in_transaction(lambda: erase(member.id))
    left = canonical(everything_about(member.id))
    for trace in (
        "Member Surname",
        "me@example.org",
        "02-29",
        "Flat white",
        "We are sorry.",
        "The coffee was cold.",
        "Called back.",
        number,
        handle,
    ):
        assert trace not in left
    assert db.session.get_one(Member, member.id).closed_at
    gone = (
        DetailRow,
        OutboxMail,
        SignInLink,
        Passkey,
        NewPhone,
        BrowserSession,
        DeviceKey,
        UsedStep,
        InvitationLink,
        SurveyInvitation,
        Answer,
        Case,
        CaseEntry,
        Message,
        Enquiry,
        Note,
    )
    assert [rows(table) for table in gone] == [0] * len(gone)
    assert set(db.session.scalars(select(Invitation.reasons))) == {""}
    assert chain_holds(member.id)


def test_points_and_vouchers_are_gone_and_nothing_comes_after(member: Member) -> None:
    in_transaction(lambda: erase(member.id))
    standing = standing_of(member.id)
    assert (standing.available, standing.vouchers, standing.closed) == (0, {}, True)
    assert set(db.session.scalars(select(Voucher.state))) == {VoucherState.CANCELLED}
    with pytest.raises(AccountClosed):
        buy(member, "till-9")


def test_erasing_twice_is_erasing_once(member: Member) -> None:
    in_transaction(lambda: erase(member.id))
    closed_at = db.session.get_one(Member, member.id).closed_at
    in_transaction(lambda: erase(member.id))
    assert db.session.get_one(Member, member.id).closed_at == closed_at
    assert standing_of(member.id).sequence == 5


def test_others_keep_theirs_and_a_cashier_stays_on_shift(app: Flask) -> None:
    publish_preset("cafe")
    member, friend, cashier = enrol_member(), enrol_member("Friend"), hire()
    buy(friend, "till-1")
    token = in_transaction(lambda: sign_in_staff(cashier))
    in_transaction(lambda: sign_in_member(member, token))
    in_transaction(lambda: erase(member.id))
    session = db.session.scalars(select(BrowserSession)).one()
    assert (session.member_id, session.staff_id) == (None, cashier.id)
    assert rows(DetailRow) == 1
    assert db.session.get_one(Member, friend.id).name == "Friend"
