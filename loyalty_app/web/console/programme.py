from flask import make_response
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import TextAreaField

from ...extensions import in_transaction
from ...programme.operations import draft
from ...programme.queries import draft_version, issues, preset_source, presets, source_of
from ...programme.reading import MAX_BYTES, InvalidProgramme, Problem, text_of
from ...programme.sentences import sentences
from ...staff.models import Role
from ..forms import Form
from ..pages import go_to, render
from ..visitor import programme as rules
from ..visitor import require, the_staff
from . import bp


class DocumentForm(Form):
    file = FileField(_l("A changed file"))
    source = TextAreaField(_l("The document"))

    def text(self) -> str:
        """What was chosen, or else what was mended in place. Raises InvalidProgramme."""
        if self.file.data:
            self.source.data = text_of(self.file.data.stream.read(MAX_BYTES + 1))
        return self.source.data or ""


@bp.get("/programme")
def programme() -> ResponseReturnValue:
    return _page(DocumentForm(formdata=None))


@bp.post("/programme")
def draft_programme() -> ResponseReturnValue:
    """Keep an uploaded document as the draft; with mistakes, all of them are shown at once."""
    require(Role.OWNER)
    form, by = DocumentForm(), the_staff().name
    try:
        text = form.text()
        in_transaction(lambda: draft(text, by))
    except InvalidProgramme as invalid:
        return _page(form, 422, invalid.problems)
    return go_to("console.draft")


@bp.get("/programme/<int:number>.yaml")
def programme_source(number: int) -> ResponseReturnValue:
    return _download(source_of(number), f"programme-{number}")


@bp.get("/programme/presets/<name>.yaml")
def programme_preset(name: str) -> ResponseReturnValue:
    return _download(preset_source(name), name)


def _page(
    form: DocumentForm, status: int = 200, problems: list[Problem] | None = None
) -> ResponseReturnValue:
    published = issues()
    return render(
        "console/programme",
        status,
        form=form,
        problems=problems or [],
        chapters=sentences(rules()),
        draft=draft_version(),
        issues=published,
        scheduled=next((issue for issue in published if issue.waits), None),
        current=next(issue for issue in published if issue.is_in_force),
        presets=presets(),
        may_change=the_staff().role.includes(Role.OWNER),
    )


def _download(source: str, name: str) -> ResponseReturnValue:
    response = make_response(source)
    response.headers["Content-Type"] = "application/yaml; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response
