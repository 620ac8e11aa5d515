from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...programme.differences import differences
from ...programme.operations import go_back, take_back
from ...programme.queries import draft_version, issue_and_the_one_before, scheduled_issue
from ...programme.reading import InvalidProgramme, Problem
from ...programme.sentences import sentences
from ...staff.models import Role
from ..pages import go_to, render
from ..visitor import require, the_staff
from . import bp


@bp.get("/programme/versions/<int:number>")
def version(number: int) -> ResponseReturnValue:
    return _page(number)


@bp.post("/programme/versions/<int:number>/go-back")
def go_back_to_version(number: int) -> ResponseReturnValue:
    """Its rules become the draft; with problems, if something promised since stands against it."""
    require(Role.OWNER)
    found, _before = issue_and_the_one_before(number)
    by = the_staff().name
    try:
        in_transaction(lambda: go_back(found.number, by))
    except InvalidProgramme as invalid:
        return _page(number, 422, invalid.problems)
    return go_to("console.draft")


@bp.post("/programme/versions/<int:number>/take-back")
def take_version_back(number: int) -> ResponseReturnValue:
    require(Role.OWNER)
    found, _before = issue_and_the_one_before(number)
    in_transaction(lambda: take_back(found.number))
    flash(_("Version %(number)d is a draft again.", number=found.number), "good")
    return go_to("console.draft")


def _page(
    number: int, status: int = 200, problems: list[Problem] | None = None
) -> ResponseReturnValue:
    issue, before = issue_and_the_one_before(number)
    owns = the_staff().role.includes(Role.OWNER)
    return render(
        "console/version",
        status,
        issue=issue,
        first=before is None,
        changes=differences(before.programme, issue.programme) if before else [],
        chapters=sentences(issue.programme),
        problems=problems or [],
        draft_waits=draft_version() is not None,
        may_take_back=owns and issue.waits,
        may_go_back=owns and not issue.is_in_force and scheduled_issue() is None,
    )
