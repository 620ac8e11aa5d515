"""A PIN that is typed on one of the shop's devices."""

from ..devices.models import Device
from ..extensions import in_transaction
from ..staff.models import Staff
from ..staff.passwords import matches
from ..staff.pins import PinLocked, WrongPin, count_pin_try, forget_pin_tries, people_with_pins
from ..staff.queries import UnknownStaff


def prove_pin(device: Device, staff_id: int | None, pin: str) -> Staff:
    """Who this is, of the people of the device's shop. As with passwords the try is counted first,
    and compared outside of transactions. Raises UnknownStaff, WrongPin, PinLocked."""
    staff = next((one for one in people_with_pins(device.shop_id) if one.id == staff_id), None)
    if staff is None:
        raise UnknownStaff
    theirs, here, kept = staff.id, device.id, staff.pin_hash
    left = in_transaction(lambda: count_pin_try(theirs, here))
    if not matches(kept, pin):
        raise WrongPin(left) if left else PinLocked
    in_transaction(lambda: forget_pin_tries(theirs, here))
    return staff
