from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from ... import engine
from ...extensions import in_transaction
from ...programme.differences import differences
from ...programme.models import ProgrammeVersion
from ...programme.operations import AlreadyPublished, DraftChanged, discard_draft
from ...programme.queries import draft_version
from ...programme.reading import InvalidProgramme, Problem, read_programme
from ...staff.models import Role
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp
from .rehearsal import RehearsalForm


class PublishForm(FlaskForm):
    """`sha256` names the content that was read: another draft is not published by mistake."""

    sha256 = HiddenField()


@bp.get("/programme/draft")
def draft() -> ResponseReturnValue:
    found = draft_version()
    return _page(found) if found else go_to("console.programme")


@bp.post("/programme/publish")
def publish_draft() -> ResponseReturnValue:
    require(Role.OWNER)
    sha256, by = PublishForm().sha256.data or "", the_staff().name
    try:
        in_transaction(lambda: engine.publish(sha256, by))
    except (AlreadyPublished, DraftChanged) as told:
        flash(str(told), "good" if isinstance(told, AlreadyPublished) else "warn")
        return go_to("console.draft")
    except InvalidProgramme as invalid:
        found = draft_version()
        return _page(found, 422, invalid.problems) if found else go_to("console.programme")
    flash(_("The new rules are in force."), "good")
    return go_to("console.programme")


@bp.post("/programme/discard")
def discard() -> ResponseReturnValue:
    require(Role.OWNER)
    in_transaction(discard_draft)
    return go_to("console.programme")


def _page(
    found: ProgrammeVersion, status: int = 200, problems: list[Problem] | None = None
) -> ResponseReturnValue:
    return render(
        "console/draft",
        status,
        draft=found,
        changes=differences(programme(), read_programme(found.source)),
        problems=problems or [],
        form=PublishForm(formdata=None, sha256=found.sha256),
        rehearsing=RehearsalForm.to_begin(),
        may_change=the_staff().role.includes(Role.OWNER),
    )
