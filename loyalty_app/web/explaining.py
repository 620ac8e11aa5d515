"""What the page for anybody and the one for members answer alike (`components/answers.html`)."""

from dataclasses import dataclass

from ..programme.explained import explained
from ..programme.sentences import Chapter
from ..questions.models import Question
from ..questions.queries import questions
from ..shops.models import Shop
from ..shops.queries import all_shops
from .visitor import programme


@dataclass(frozen=True, slots=True)
class Answers:
    """The shop's own questions, the programme as its members read it, and where to ask more."""

    questions: list[Question]
    chapters: list[Chapter]
    shops: list[Shop]


def answers() -> Answers:
    shops = all_shops()
    chapters = explained(programme(), {shop.code: shop.name for shop in shops})
    return Answers(questions(), chapters, shops)
