from datetime import datetime

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateTimeLocalField, HiddenField, TextAreaField
from wtforms.validators import Length, Optional

from ... import engine
from ...clock import now
from ...extensions import in_transaction
from ...programme.differences import differences
from ...programme.models import REASON_LENGTH, ProgrammeVersion
from ...programme.operations import (
    AlreadyPublished,
    AnotherIsScheduled,
    DraftChanged,
    discard_draft,
)
from ...programme.queries import draft_version
from ...programme.reading import InvalidProgramme, Problem, read_programme
from ...programme.schedule import UnusableTime, moment_to_come, on_the_clock
from ...programme.warnings import warnings_of
from ...staff.models import Role
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp
from .rehearsal import RehearsalForm


class PublishForm(Form):
    """`sha256` names the content that was read: another draft is not published by mistake."""

    sha256 = HiddenField()
    reason = TextAreaField(
        _l("Why"),
        [Length(max=REASON_LENGTH, message=_l("At most %(max)d characters."))],
    )
    at = DateTimeLocalField(_l("In force from"), [Optional()])

    def moment(self) -> datetime | None:
        """The time chosen on the shop's clock, aware; None is now. Raises UnusableTime."""
        return moment_to_come(self.at.data, programme().zone) if self.at.data else None


@bp.get("/programme/draft")
def draft() -> ResponseReturnValue:
    return _page()


@bp.post("/programme/publish")
def publish_draft() -> ResponseReturnValue:
    require(Role.OWNER)
    form, by = PublishForm(), the_staff().name
    sha256, reason = form.sha256.data or "", form.reason.data or ""
    if not form.validate():
        return _page(422, form)
    try:
        at = form.moment()
        in_transaction(lambda: engine.publish(sha256, by, reason, at))
    except UnusableTime as refused:
        form.at.errors = (str(refused),)
        return _page(422, form)
    except (AlreadyPublished, AnotherIsScheduled, DraftChanged) as told:
        flash(str(told), "warn" if isinstance(told, DraftChanged) else "good")
        return go_to("console.draft")
    except InvalidProgramme as invalid:
        return _page(422, form, invalid.problems)
    flash(_comes(at) if at else _("The new rules are in force."), "good")
    return go_to("console.programme")


@bp.post("/programme/discard")
def discard() -> ResponseReturnValue:
    require(Role.OWNER)
    in_transaction(discard_draft)
    return go_to("console.programme")


def _comes(at: datetime) -> str:
    when = on_the_clock(at, programme().zone)
    return _("The new rules come into force on %(when)s.", when=when)


def _page(
    status: int = 200, form: PublishForm | None = None, problems: list[Problem] | None = None
) -> ResponseReturnValue:
    found = draft_version()
    if found is None:
        return go_to("console.programme")
    return render(
        "console/draft",
        status,
        draft=found,
        changes=differences(programme(), read_programme(found.source)),
        warnings=warnings_of(found.source, programme().local(now()).date()),
        problems=problems or [],
        form=form or _form_for(found),
        rehearsing=RehearsalForm.to_begin(),
        may_change=the_staff().role.includes(Role.OWNER),
    )


def _form_for(found: ProgrammeVersion) -> PublishForm:
    return PublishForm(formdata=None, sha256=found.sha256, reason=found.reason)
