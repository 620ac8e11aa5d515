from functools import partial

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...questions.models import Question
from ...questions.operations import change_question as change
from ...questions.operations import drop_question as drop
from ...questions.queries import question_numbered
from ..addresses import public_address
from ..pages import go_to, render
from . import bp
from .questions import QuestionForm


@bp.get("/questions/<int:question_id>")
def question(question_id: int) -> ResponseReturnValue:
    found = question_numbered(question_id)
    words = {
        code: {"question": found.question[code], "answer": found.answer[code]}
        for code in found.question
    }
    return _page(found, QuestionForm(formdata=None, data=words))


@bp.post("/questions/<int:question_id>")
def change_question(question_id: int) -> ResponseReturnValue:
    found, form = question_numbered(question_id), QuestionForm()
    if not form.validate():
        return _page(found, form, 422)
    words = form.said("question", found.question), form.said("answer", found.answer)
    in_transaction(partial(change, question_id, *words))
    flash(_("Saved: members and visitors read it like this now."), "good")
    return go_to("console.questions")


@bp.post("/questions/<int:question_id>/drop")
def drop_question(question_id: int) -> ResponseReturnValue:
    in_transaction(lambda: drop(question_id))
    flash(_("The question is gone from all pages."), "good")
    return go_to("console.questions")


def _page(found: Question, form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    link = f"{public_address('public.questions')}#q-{found.id}"
    return render("console/question", status, question=found, form=form, link_to_it=link)
