"""Who may enter where: every route and everybody. A new route belongs to somebody or this fails."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from loyalty_app.members.models import Member
from loyalty_app.staff.models import Role, Staff

from ..factories import enrol_member, hire, publish_preset
from ..sign_in import as_member, as_staff

ANYBODY = {
    "palette",
    "offline.page",
    "offline.send",
    "offline.worker",
    "public.action",
    "public.badge_as_picture",
    "public.shared_badge",
    "public.change_own_password",
    "public.choose_pin",
    "public.accept_invitation",
    "public.device_code",
    "public.enrol_this_device",
    "public.new_device",
    "public.read_device_code",
    "public.ask_for_link",
    "public.answer_by_link",
    "public.answer_survey",
    "public.asked_by_link",
    "public.say_more",
    "public.survey",
    "public.survey_said",
    "public.open_on_new_phone",
    "public.open_with_code",
    "public.new_phone",
    "public.passkey_options",
    "public.poster",
    "public.questions",
    "public.collect_slip",
    "public.find_slip",
    "public.slip",
    "public.type_slip",
    "public.reward_picture",
    "public.poster_to_print",
    "public.sign_in_with_passkey",
    "public.enter",
    "public.home",
    "public.icon",
    "public.invited",
    "public.invitation",
    "public.join",
    "public.open_invitation",
    "public.link",
    "public.link_sent",
    "public.lock",
    "public.login",
    "public.logo",
    "public.mails",
    "public.manifest",
    "public.open_link",
    "public.service_worker",
    "public.set_language",
    "public.set_up",
    "public.setup",
    "public.sign_out",
    "public.staff_login",
    "public.staff_password",
    "public.staff_pin",
    "public.staff_sign_in",
    "public.staff_sign_out",
    "public.switch",
    "public.switch_person",
    "public.take_action",
    "static",
    "stylesheet",
}
MEMBER = {
    "member.cancel_voucher",
    "member.card",
    "member.change_consent",
    "member.change_profile",
    "member.claim",
    "member.decline_passkey",
    "member.delete_account",
    "member.devices",
    "member.enrol_device",
    "member.help",
    "member.history",
    "member.inbox",
    "member.join_challenge",
    "member.keep_to_oneself",
    "member.share",
    "member.invite",
    "member.make_invitation",
    "member.leave",
    "member.live",
    "member.live_receipt",
    "member.my_data",
    "member.my_data_as_table",
    "member.new_passkey_options",
    "member.badge",
    "member.play",
    "member.profile",
    "member.read_inbox",
    "member.remove_device",
    "member.remove_other_devices",
    "member.remove_passkey",
    "member.rewards",
    "member.save_passkey",
    "member.seen",
    "member.talk",
    "member.tier",
    "member.voucher",
    "member.write_to_us",
}
CASHIER = {
    "counter.action_codes",
    "counter.another_card",
    "counter.badge",
    "counter.give_badge",
    "counter.enrol_member",
    "counter.find",
    "counter.give_back",
    "counter.hand_over",
    "counter.new_member",
    "counter.new_phone",
    "counter.offer_phone",
    "counter.phone_offer",
    "counter.preview_purchase",
    "counter.purchase",
    "counter.receipt",
    "counter.receipts",
    "counter.refund_receipt",
    "counter.reopen_voucher",
    "counter.make_good_again",
    "counter.paper_stamps",
    "counter.carry_over",
    "counter.replace_card",
    "counter.credit_slip",
    "counter.new_slip",
    "counter.slip",
    "counter.slip_to_print",
    "counter.take_slip",
    "counter.withdraw_slip",
    "counter.scan",
    "counter.take_action",
    "counter.take_purchase",
    "counter.undo_receipt",
    "counter.voucher",
}
MANAGER = {
    "console.actions",
    "console.add_note",
    "console.answer_member",
    "console.complaint",
    "console.delete_note",
    "console.desk",
    "console.notes",
    "console.settle_talk",
    "console.take_talk",
    "console.talk",
    "console.case",
    "console.cases",
    "console.close_case",
    "console.make_up_for_case",
    "console.note_case",
    "console.take_case",
    "console.thank_for_praise",
    "console.write_about_case",
    "console.card_sheet",
    "console.cards",
    "console.draft",
    "console.invitation",
    "console.invite_somebody",
    "console.invitations",
    "console.make_cards",
    "console.member",
    "console.members",
    "console.programme",
    "console.programme_preset",
    "console.programme_source",
    "console.add_question",
    "console.change_question",
    "console.drop_question",
    "console.move_question_up",
    "console.question",
    "console.questions",
    "console.rehearsal",
    "console.staff",
    "console.style",
    "console.survey_preview",
    "console.survey_results",
    "console.surveys",
    "console.today",
    "console.version",
    "console.withdraw_invitation",
    "counter.adjust_points",
    "counter.gift",
    "counter.give_gift",
    "counter.take_adjustment",
}
OWNER = {
    "console.add_device",
    "console.device",
    "console.device_offer",
    "console.devices",
    "console.quarantine",
    "console.revoke",
    "console.settle_quarantine",
    "console.assign_colleague",
    "console.decide_invitation",
    "console.change_logo",
    "console.change_picture",
    "console.colleague",
    "console.discard",
    "console.dismiss_colleague",
    "console.draft_programme",
    "console.erase_for_good",
    "console.erase_member",
    "console.give_password",
    "console.go_back_to_version",
    "console.link_own_card",
    "console.logo",
    "console.members_csv",
    "console.open_another_shop",
    "console.publish_draft",
    "console.rehearse",
    "console.remove_logo",
    "console.remove_picture",
    "console.rewards",
    "console.survey_csv",
    "console.take_version_back",
}
MAY_ENTER = {
    "stranger": ANYBODY,
    "member": ANYBODY | MEMBER,
    "cashier": ANYBODY | CASHIER,
    "manager": ANYBODY | CASHIER | MANAGER,
    "owner": ANYBODY | CASHIER | MANAGER | OWNER,
}
# Nothing has these ids: whoever may enter is told so, and nothing is changed on the way.
NOBODY, NOTHING = 999_999, "nothing"
LOOKING, ACTING = ("GET",), ("POST", "PUT", "PATCH", "DELETE")


def test_every_route_belongs_to_somebody(app: Flask) -> None:
    known = ANYBODY | MEMBER | CASHIER | MANAGER | OWNER
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == known


def test_nothing_belongs_to_two() -> None:
    groups = (ANYBODY, MEMBER, CASHIER, MANAGER, OWNER)
    assert sum(map(len, groups)) == len(set().union(*groups))


@pytest.fixture
def people(app: Flask) -> dict[str, Member | Staff | None]:
    publish_preset("cafe")
    staff = {role.value: hire(role) for role in Role}
    return {"stranger": None, "member": enrol_member(), **staff}


@pytest.mark.parametrize("who", MAY_ENTER)
def test_everybody_enters_where_they_may_and_nowhere_else(
    app: Flask, people: dict[str, Member | Staff | None], who: str
) -> None:
    client, person = app.test_client(), people[who]
    wrong = []
    for endpoint, method, path in requests(app):
        sign_in(client, person)
        answer = client.open(path, method=method)
        turned_away = answer.status_code == 403 or leads_to_sign_in(answer.location)
        enters = endpoint in MAY_ENTER[who]
        if answer.status_code >= 500 or (endpoint not in ANYBODY and turned_away is enters):
            wrong.append(f"{method} {path}: {answer.status} {answer.location or ''}")
        if endpoint in ANYBODY and answer.status_code == 403:
            wrong.append(f"{method} {path}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("who", ["cashier", "manager"])
def test_staff_are_told_what_is_not_theirs(
    app: Flask, people: dict[str, Member | Staff | None], who: str
) -> None:
    client, person = app.test_client(), people[who]
    beyond = (MANAGER | OWNER) - MAY_ENTER[who]
    for endpoint, method, path in requests(app):
        if endpoint in beyond:
            sign_in(client, person)
            assert client.open(path, method=method).status_code == 403, path


def requests(app: Flask) -> Iterator[tuple[str, str, str]]:
    """One request for every route and method."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        path = adapter.build(rule.endpoint, values(rule), force_external=False)
        for method in sorted((rule.methods or set()) & {*LOOKING, *ACTING}):
            yield rule.endpoint, method, path


def values(rule: Rule) -> dict[str, object]:
    numbers: dict[str, object] = dict.fromkeys(
        (
            *("number", "staff_id", "sheet", "device_id", "invitation_id"),
            *("case_id", "note_id", "question_id"),
        ),
        NOBODY,
    )
    chosen = "any" if rule.endpoint == "public.icon" else "marketing"
    size: object = "a6" if "poster" in rule.endpoint else NOBODY
    known = {**numbers, "purpose": chosen, "size": size, "kind": "png", "answer": "refuse"}
    asked = rule.arguments - set(rule.defaults or {})
    return {name: known.get(name, NOTHING) for name in asked}


def sign_in(client: FlaskClient, person: Member | Staff | None) -> None:
    """Afresh each time: some of what is asked signs out."""
    if isinstance(person, Member):
        as_member(client, person)
    elif person:
        as_staff(client, person)


def leads_to_sign_in(location: str | None) -> bool:
    return bool(location) and str(location).split("?")[0] in ("/login", "/staff")
