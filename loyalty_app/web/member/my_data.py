"""All that is kept about a member, in their hands: as data for machines, as a table for people."""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Response, jsonify, make_response
from flask_babel import gettext as _

from ...insight.tables import csv_of
from ...members.models import Member
from ...privacy.queries import everything_about
from ...receipts.queries import Receipt, receipts_of_member
from ...receipts.words import reward_name
from ...rewards.models import VoucherState
from ...standing.queries import standing_today
from ..visitor import programme, the_member
from . import bp

AT_A_TIME = 500
Row = tuple[object, ...]


@bp.get("/me/data.json")
def my_data() -> Response:
    """Every row that is theirs, and their receipts in words."""
    member = the_member()
    said = [
        {
            "when": _when(receipt),
            "what": receipt.title(),
            "lines": [
                {"text": line.text, "why": line.why, "points": line.points}
                for line in receipt.entries(programme())
            ],
        }
        for receipt in _receipts(member.id)
    ]
    return _as_file(jsonify({**everything_about(member.id), "receipts": said}), "my-data.json")


@bp.get("/me/data.csv")
def my_data_as_table() -> Response:
    """The same for a spreadsheet, in the reader's language."""
    titles = (_("Part"), _("When"), _("What"), _("More"), _("Points"))
    response = make_response(csv_of(titles, _rows(the_member())))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    return _as_file(response, "my-data.csv")


def _rows(member: Member) -> Iterator[Row]:
    known = everything_about(member.id)
    standing = standing_today(programme(), member.id)
    ways = [member.email, member.phone, member.birthday, member.language]
    yield _("Me"), member.joined_at.isoformat(), member.name or member.number, _joined(ways), ""
    yield _("Points"), standing.clock, _("To spend"), "", standing.available
    yield _("Points"), standing.clock, _("Not ready yet"), "", standing.pending
    yield _("Points"), standing.clock, _("Owed"), "", standing.debt
    for row in known["vouchers"]:
        state, name = _state(row["state"]), reward_name(row["reward"], programme())
        yield _("Voucher"), row["expires_on"], name, _joined([state, row["code"]]), ""
    for row in known["consents"]:
        given = _("Given") if row["given"] else _("Taken back")
        yield _("Consent"), row["at"], row["words"], given, ""
    yield from _ways_in(known)
    for receipt in _receipts(member.id):
        yield from _lines(receipt)


def _ways_in(known: dict[str, Any]) -> Iterator[Row]:
    for row in known["browsers"]:
        yield _("Card open on"), row["created_at"], row["label"], row["seen_at"] or "", ""
    for row in known["passkeys"]:
        yield _("Passkey"), row["created_at"], row["label"], row["used_at"], ""
    for row in known["new_phones"]:
        lost = _("The old phone is lost") if row["lost"] else ""
        yield _("New phone"), row["offered_at"], row["used_at"] or _("Not used"), lost, ""


def _lines(receipt: Receipt) -> Iterator[Row]:
    what = _joined([receipt.title(), receipt.total(programme()), receipt.reason])
    yield _("History"), _when(receipt), what, "", receipt.points
    for line in receipt.entries(programme()):
        yield _("History"), _when(receipt), line.text, line.why, line.points


def _receipts(member_id: int) -> Iterator[Receipt]:
    """All of them, the newest first, read bit by bit."""
    before = None
    while found := receipts_of_member(member_id, limit=AT_A_TIME, before=before):
        yield from found
        before = found[-1].sequence


def _when(receipt: Receipt) -> str:
    return (receipt.happened_at or receipt.day).isoformat()


def _state(state: str) -> str:
    return {
        VoucherState.ISSUED: _("Open"),
        VoucherState.USED: _("Used"),
        VoucherState.CANCELLED: _("Cancelled"),
        VoucherState.EXPIRED: _("Expired"),
    }[VoucherState(state)]


def _joined(parts: Iterable[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def _as_file(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
