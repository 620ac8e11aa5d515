"""What names a form, so that a double tap or a lost answer is one deed."""

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Regexp


class KeyField(HiddenField):
    """The name of a form that is sent: sent again, it is the same deed."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401
        fits = Regexp(r"^[0-9a-f]{32}$", message=_l("This page is damaged. Reload it."))
        super().__init__(default=new_key, validators=[fits], **settings)

    def renew(self) -> None:
        """What is sent from here on is another deed."""
        self.data, self.raw_data = new_key(), None


def new_key() -> str:
    return uuid.uuid4().hex
