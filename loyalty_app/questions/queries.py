from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..errors import NotFound
from ..extensions import db
from .models import Question


class UnknownQuestion(NotFound):
    words = _l("There is no such question. Somebody may have deleted it.")
    code = "unknown_question"


def questions() -> list[Question]:
    """In the shop's order."""
    return list(db.session.scalars(select(Question).order_by(Question.position, Question.id)))


def question_numbered(question_id: int) -> Question:
    """Raises UnknownQuestion."""
    question = db.session.get(Question, question_id)
    if question is None:
        raise UnknownQuestion
    return question
