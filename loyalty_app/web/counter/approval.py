"""What is above somebody's limit is approved on the spot: a colleague who may do more chooses
themselves and types their PIN, on a device of the shop alone."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from ...counter.rules import OverLimit
from ...counter.values import Approver, Till
from ...engine import Recorded
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...staff.models import Staff
from ...staff.pins import people_with_pins
from ..device import current_device
from ..forms import Form
from ..keys import KeyField
from ..pages import go_to
from ..pins import prove_pin
from ..visitor import the_staff
from .fields import refuse_sent
from .till import the_till

T = TypeVar("T")


class NobodyChosen(LoyaltyError):
    words = _l("Choose who approves it.")
    code = "nobody_chosen"


def approvers() -> list[Staff]:
    """Whose PIN says more here than who serves may: nobody's on a device that is not the shop's."""
    device, me = current_device(), the_staff()
    people = people_with_pins(device.shop_id) if device else []
    return [one for one in people if one.role.includes(me.role) and one.role is not me.role]


class ApprovedForm(Form):
    """`over`: why a colleague must approve it; the page that says so also asks for their PIN."""

    key = KeyField()
    approver = RadioField(_l("Who approves"), [Optional()], coerce=int, validate_choice=False)
    pin = PasswordField(_l("PIN"))
    over = ""

    def record(self, field: Field, verb: Callable[[Till], Recorded]) -> ResponseReturnValue | None:
        """The receipt of what is sent; nothing where it is refused, as in `done`."""
        done = self.done(field, verb)
        return go_to("counter.receipt", activity_id=done.activity.id, done=1) if done else None

    def done(self, field: Field, verb: Callable[[Till], T]) -> T | None:
        """What the verb answers; nothing where it is refused: `over` or a field says why."""
        till = self._till()
        try:
            return in_transaction(lambda: verb(till))
        except OverLimit as refusal:
            self._ask(field, refusal, till)
        except LoyaltyError as refusal:
            self.refuse(field, refusal)
        return None

    def refuse(self, field: Field, refusal: LoyaltyError) -> None:
        refuse_sent(self.key, field, refusal)

    def _ask(self, field: Field, refusal: OverLimit, till: Till) -> None:
        may = approvers()
        if not may:
            return self.refuse(field, refusal)
        self.over = str(refusal)
        self.approver.choices = [SelectChoice(str(one.id), one.name) for one in may]
        if len(may) == 1:
            self.approver.data = may[0].id
        if till.approver:
            self.pin.errors = (_("It is above what this colleague may approve, too."),)
        return None

    def _till(self) -> Till:
        """With who approves, if their PIN is right."""
        till = the_till()
        device = current_device() if self.pin.data else None
        if device is None:
            return till
        may = [one.id for one in approvers()]
        try:
            if self.approver.data not in may:
                raise NobodyChosen
            staff = prove_pin(device, self.approver.data, self.pin.data)
        except LoyaltyError as refusal:
            self.pin.errors = (str(refusal),)
            return till
        return replace(till, approver=Approver(staff.id, staff.role, staff.member_id))
