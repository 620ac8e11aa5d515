from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model

LONGEST_QUESTION, LONGEST_ANSWER = 200, 2000
"""Characters, in each language."""


class Question(Model):
    """`question` and `answer` are words by language, in the same languages. `key` names the form
    that added it. A number is never given twice, since links name it.
    """

    __tablename__ = "question"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    position: Mapped[int]
    question: Mapped[dict[str, str]] = mapped_column(JSON)
    answer: Mapped[dict[str, str]] = mapped_column(JSON)
    changed_at: Mapped[datetime] = mapped_column(default=now)

    def language_for(self, reader: str) -> str:
        """In which language this one reads it: their own, or else the first there is."""
        return reader if reader in self.question else next(iter(self.question), reader)
