from flask import make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...insight.directory import Listed, everybody, joined_via, listing
from ...insight.tables import csv_of
from ...staff.models import Role
from ..pages import render
from ..visitor import programme, require, the_staff
from . import bp

FURTHEST = 1_000_000


@bp.get("/members")
def members() -> ResponseReturnValue:
    text = request.args.get("q", "")[:100]
    page = min(max(request.args.get("page", 1, type=int), 1), FURTHEST)
    found = listing(text, programme().country, page)
    return render(
        "console/members",
        q=text,
        found=found,
        joined_via=[] if text or page > 1 else joined_via(),
        newer=_address(text, page - 1) if page > 1 else None,
        older=_address(text, page + 1) if found.has_more else None,
        may_export=the_staff().role.includes(Role.OWNER),
    )


@bp.get("/members.csv")
def members_csv() -> ResponseReturnValue:
    """Everybody with an open account, for a spreadsheet."""
    require(Role.OWNER)
    response = make_response(csv_of(_titles(), map(_row, everybody())))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="members.csv"'
    return response


def _titles() -> tuple[str, ...]:
    return (
        _("Card number"),
        _("Name"),
        _("E-mail"),
        _("Phone"),
        _("Language"),
        _("Member since"),
        _("Points"),
        _("Last seen"),
    )


def _row(member: Listed) -> tuple[object, ...]:
    since = programme().local(member.joined_at).date()
    who = (member.number, member.name, member.email, member.phone, member.language)
    return (*who, since, member.points, member.last_day)


def _address(text: str, page: int) -> str:
    return url_for("console.members", q=text or None, page=page if page > 1 else None)
