"""The one door: every activity enters by `record`, and everything that follows is listed in STEPS.

The only place where mechanics meet. Deciding is pure; recording keeps what was decided, once.
"""

from .answering import Answered, answer
from .deciding import STEPS, decide
from .inviting import decide_invitation, settle_invitations
from .joining import join
from .publishing import publish
from .recording import Recorded, record, record_all

__all__ = [
    "STEPS",
    "Answered",
    "Recorded",
    "answer",
    "decide",
    "decide_invitation",
    "join",
    "publish",
    "record",
    "record_all",
    "settle_invitations",
]
