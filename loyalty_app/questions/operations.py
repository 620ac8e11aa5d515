"""What the shop does with its questions. `question` and `answer` are words by language."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select, update

from ..clock import now
from ..extensions import db
from ..extensions.upserts import inserting
from .models import Question
from .queries import question_numbered, questions

Words = Mapping[str, str]


def add_question(key: str, question: Words, answer: Words) -> None:
    """At the end; once for each key."""
    last = select(func.coalesce(func.max(Question.position), 0)).scalar_subquery()
    new = inserting(Question).values(
        key=key, position=last + 1, question=dict(question), answer=dict(answer)
    )
    db.session.execute(new.on_conflict_do_nothing(index_elements=[Question.key]))


def change_question(question_id: int, question: Words, answer: Words) -> None:
    """Raises UnknownQuestion."""
    changed = question_numbered(question_id)
    changed.question, changed.answer, changed.changed_at = dict(question), dict(answer), now()
    db.session.flush()


def move_up(question_id: int, over: int) -> None:
    """Past the one above it, which is `over`. Does nothing where another one is there by now."""
    # One mover at a time: every row is held before the order is read.
    db.session.execute(update(Question).values(position=Question.position))
    order = questions()
    for place in range(1, len(order)):
        if (order[place].id, order[place - 1].id) == (question_id, over):
            order[place - 1 : place + 1] = order[place], order[place - 1]
            break
    for position, question in enumerate(order, start=1):
        question.position = position
    db.session.flush()


def drop_question(question_id: int) -> None:
    """Does nothing where it is gone already."""
    db.session.execute(delete(Question).where(Question.id == question_id))
