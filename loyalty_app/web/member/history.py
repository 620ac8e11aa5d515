from datetime import date
from functools import partial

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from ...activities.queries import months_of
from ...receipts.choices import Choice, chosen, in_month
from ...receipts.queries import receipts_of_member
from ..pages import render
from ..paging import page_of
from ..visitor import the_member
from . import bp

PAGE = 30
CHOICES = {
    Choice.ALL: _l("All"),
    Choice.EARNED: _l("Earned"),
    Choice.SPENT: _l("Spent"),
    Choice.VOUCHERS: _l("Vouchers"),
}


@bp.get("/history")
def history() -> ResponseReturnValue:
    """Everything that happened, newest first, or what the member chooses of it."""
    member = the_member().id
    months = months_of(member)
    choice = request.args.get("choice", Choice.ALL, type=Choice)
    month = request.args.get("month", type=date.fromisoformat)
    month = month if month in months else None
    only = chosen(choice) + ([in_month(month)] if month else [])
    kept = {"choice": str(choice)} | ({"month": month.isoformat()} if month else {})
    return render(
        "member/history",
        page=page_of(partial(receipts_of_member, member, only=only), PAGE, **kept),
        choices=CHOICES,
        choice=choice,
        months=months,
        month=month,
    )
