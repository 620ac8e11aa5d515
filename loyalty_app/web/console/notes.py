from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from ...extensions import in_transaction
from ...insight.directory import member_called
from ...outreach.models import NoteKind
from ...outreach.notes import forget_note, note, notes_of
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render
from ..visitor import the_staff
from . import bp


class NoteForm(Form):
    key = KeyField()
    kind = SelectField(
        _l("Kind of note"),
        choices=lambda: [SelectChoice(kind.value, kind_name(kind)) for kind in NoteKind],
    )
    words = TextAreaField(
        _l("Note for the house"), [DataRequired(_l("Write something first.")), Length(max=2000)]
    )


@bp.get("/members/<path:number>/notes")
def notes(number: str) -> ResponseReturnValue:
    return _page(number, NoteForm(formdata=None))


@bp.post("/members/<path:number>/notes")
def add_note(number: str) -> ResponseReturnValue:
    form, member_id, staff_id = NoteForm(), member_called(number).id, the_staff().id
    if not form.validate():
        return _page(number, form, 422)
    kind, words, key = NoteKind(form.kind.data), form.words.data or "", form.key.data
    in_transaction(lambda: note(member_id, staff_id, kind, words, key))
    flash(_("Noted."), "good")
    return go_to("console.notes", number=number)


@bp.post("/members/<path:number>/notes/<int:note_id>/delete")
def delete_note(number: str, note_id: int) -> ResponseReturnValue:
    member_id = member_called(number).id
    in_transaction(lambda: forget_note(member_id, note_id))
    flash(_("The note is gone."), "good")
    return go_to("console.notes", number=number)


def kind_name(kind: NoteKind) -> str:
    return {
        NoteKind.CALL: _("A call"),
        NoteKind.TALK: _("A talk at the counter"),
        NoteKind.OTHER: _("Something else"),
    }[kind]


def _page(number: str, form: NoteForm, status: int = 200) -> ResponseReturnValue:
    member = member_called(number)
    found = [(one, kind_name(one.kind), by) for one, by in notes_of(member.id)]
    return render("console/notes", status, member=member, form=form, notes=found)
