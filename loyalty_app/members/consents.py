"""The two consents, in the words they are asked in. Neither blocks joining; both can be taken back.

What is kept as evidence are these words in the language in which they were read.
"""

from flask_babel import gettext as _

from .models import Purpose


def asked(purpose: Purpose) -> str:
    """The sentence that is agreed to, in the reader's language."""
    return {
        Purpose.MARKETING: _("Write to me about new rewards and offers."),
        Purpose.PROFILING: _("Use what I buy to suggest rewards that suit me."),
    }[purpose]


def brings(purpose: Purpose) -> str:
    """What saying yes gives, and what saying no means."""
    return {
        Purpose.MARKETING: _("You hear of them first. Without it we only write what you ask for."),
        Purpose.PROFILING: _("Fewer messages, closer to your taste. Without it all get the same."),
    }[purpose]
