from collections.abc import Mapping
from functools import partial
from typing import Any, Literal

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from ...extensions import in_transaction
from ...programme.document import SPOKEN
from ...questions.models import LONGEST_ANSWER, LONGEST_QUESTION
from ...questions.operations import add_question as add
from ...questions.operations import move_up
from ...questions.queries import questions as all_questions
from ...texts import as_typed
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to, render
from ..visitor import programme
from . import bp


def plain(text: str | None) -> str:
    """As it is counted and kept."""
    return as_typed(text or "")


class Wording(Form):
    """A question with its answer in one language, or neither."""

    class Meta(Form.Meta):
        csrf = False

    question = StringField(_l("Question"), [Length(max=LONGEST_QUESTION)], filters=[plain])
    answer = TextAreaField(_l("Its answer"), [Length(max=LONGEST_ANSWER)], filters=[plain])

    def validate_question(self, field: StringField) -> None:
        if self.answer.data and not field.data:
            raise ValidationError(_("Write the question too, or take its answer out."))

    def validate_answer(self, field: TextAreaField) -> None:
        if self.question.data and not field.data:
            raise ValidationError(_("Write the answer too, or take its question out."))


class QuestionForm(Form):
    """A wording for each language that the programme speaks."""

    it = FormField(Wording)
    en = FormField(Wording)

    def __init__(self, **how: Any) -> None:  # noqa: ANN401
        super().__init__(**how)
        for code in set(SPOKEN) - set(programme().languages):
            del self[code]

    @property
    def wordings(self) -> dict[str, FormField]:
        """By language, the programme's first one first."""
        return {code: self[code] for code in programme().languages}

    def said(
        self, part: Literal["question", "answer"], before: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """By language, where there is something; what stood there `before` in a language that the
        programme does not speak now stays."""
        words = {code: wording.data[part] for code, wording in self.wordings.items()}
        return {code: text for code, text in {**(before or {}), **words}.items() if text}

    def validate(self, *args: Any, **more: Any) -> bool:  # noqa: ANN401
        fits: bool = super().validate(*args, **more)
        if fits and not self.said("question"):
            first = next(iter(self.wordings.values())).form.question
            first.errors = (_("Write the question and its answer in one language at least."),)
            return False
        return fits


class NewQuestionForm(QuestionForm):
    key = KeyField()


@bp.get("/questions")
def questions() -> ResponseReturnValue:
    return _page(NewQuestionForm(formdata=None))


@bp.post("/questions")
def add_question() -> ResponseReturnValue:
    form = NewQuestionForm()
    if not form.validate():
        return _page(form, 422)
    in_transaction(partial(add, form.key.data, form.said("question"), form.said("answer")))
    flash(_("Added: members and visitors read it now."), "good")
    return go_to("console.questions")


@bp.post("/questions/<int:question_id>/up")
def move_question_up(question_id: int) -> ResponseReturnValue:
    """Past the one that stood above it on the page that was sent."""
    over = request.form.get("over", 0, type=int)
    in_transaction(lambda: move_up(question_id, over))
    return go_to("console.questions", _anchor=f"q-{question_id}")


def _page(form: NewQuestionForm, status: int = 200) -> ResponseReturnValue:
    return render("console/questions", status, questions=all_questions(), form=form)
