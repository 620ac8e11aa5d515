from datetime import date, timedelta
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, ValidationError
from wtforms.validators import Optional

from ...clock import now
from ...extensions import in_transaction
from ...programme.document import Programme
from ...programme.queries import draft_version
from ...programme.reading import read_programme
from ...rehearsal import example_words, words
from ...rehearsal.comparison import Comparison, from_json
from ...rehearsal.models import RehearsalRow, State
from ...rehearsal.operations import SILENCE, ask
from ...rehearsal.queries import latest, members_of
from ...staff.models import Role
from ...standing.queries import today
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme, require, the_staff
from . import bp

USUAL = timedelta(days=90)
PATIENCE = timedelta(seconds=10)
"""A worker looks for rehearsals more often than that."""


class RehearsalForm(Form):
    since = DateField(_l("From which day on"), [Optional()])

    def validate_since(self, field: Field) -> None:
        if field.data > today(programme()):
            raise ValidationError(_("This day has not come yet. Choose an earlier one."))

    @classmethod
    def to_begin(cls, since: date | None = None) -> "RehearsalForm":
        """What is offered: the same day again, or else the last three months."""
        return cls(formdata=None, since=since or today(programme()) - USUAL)


@bp.get("/programme/rehearsal")
def rehearsal() -> ResponseReturnValue:
    found = latest()
    return _page(found) if found else go_to("console.draft")


@bp.post("/programme/rehearsal")
def rehearse() -> ResponseReturnValue:
    """Ask for a rehearsal of the draft; a worker does it."""
    require(Role.OWNER)
    form, draft = RehearsalForm(), draft_version()
    if draft is None:
        return go_to("console.programme")
    if not form.validate():
        return render("console/rehearse", 422, form=form)
    sha256, source, since, by = draft.sha256, draft.source, form.since.data, the_staff().name
    in_transaction(lambda: ask(sha256, source, since, by))
    return go_to("console.rehearsal")


def _page(found: RehearsalRow) -> ResponseReturnValue:
    draft = draft_version()
    outdated = draft is None or draft.sha256 != found.draft
    return render(
        "console/rehearsal",
        found=found,
        draft=draft,
        outdated=outdated and not found.is_under_way,
        nobody_works=_nobody_works(found),
        form=RehearsalForm.to_begin(found.since),
        may_change=the_staff().role.includes(Role.OWNER),
        **_result(found),
    )


def _nobody_works(found: RehearsalRow) -> bool:
    """A rehearsal waits longer than a worker at work would let it."""
    if found.state is State.QUEUED:
        return found.asked_at < now() - PATIENCE
    silent = found.seen_at is not None and found.seen_at < now() - SILENCE
    return found.state is State.RUNNING and silent


def _result(found: RehearsalRow) -> dict[str, Any]:
    if found.result is None:
        return {"comparison": None}
    comparison = from_json(found.result)
    before, draft = programme(), read_programme(found.source)
    return {
        "comparison": comparison,
        "headline": words.headline(comparison),
        "scope": words.scope(comparison),
        "figures": list(words.figures(comparison, before)),
        "fates": words.fates(comparison),
        "rules": words.by_rule(comparison, before, draft),
        "prizes": words.by_prize(comparison, before, draft),
        "examples": _examples(comparison, before, draft),
        "refusals": [
            (refused.times, example_words.refusal(refused)) for refused in comparison.refused
        ],
    }


def _examples(comparison: Comparison, before: Programme, draft: Programme) -> list[Any]:
    """(heading, [(member, difference, answers, how many more)]) for those better and worse off."""
    members = members_of(comparison)
    sides = ((_("Better off"), comparison.better), (_("Worse off"), comparison.worse))
    return [
        (
            heading,
            [
                (
                    members.get(example.member),
                    example_words.difference(example),
                    example_words.answers(example, before, draft),
                    example_words.others(example),
                )
                for example in examples
            ],
        )
        for heading, examples in sides
        if examples
    ]
