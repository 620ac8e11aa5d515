"""The two consents, in the words they are asked in. Neither blocks joining; both can be taken back.

Evidence keeps these words in the language in which they were read: `str(ASKED[purpose])`.
"""

from flask_babel import lazy_gettext as _l

from .models import Purpose

ASKED = {
    Purpose.MARKETING: _l("Write to me about new rewards and offers."),
    Purpose.PROFILING: _l("Use what I buy to suggest rewards that suit me."),
}
"""The sentence that is agreed to."""

BRINGS = {
    Purpose.MARKETING: _l("You hear of them first. Without it we only write what you ask for."),
    Purpose.PROFILING: _l(
        "Fewer messages, closer to your taste. Without it, everyone gets the same."
    ),
}
"""What saying yes gives, and what saying no means."""
