"""A device of the shop, and people who have a PIN."""

from functools import cache

from flask.testing import FlaskClient

from loyalty_app.devices.models import Device
from loyalty_app.devices.operations import enrol_device, offer_device
from loyalty_app.devices.queries import device_with
from loyalty_app.extensions import in_transaction
from loyalty_app.staff.models import Staff
from loyalty_app.staff.passwords import PasswordHash, hashed
from loyalty_app.staff.pins import set_pin

PIN, OTHER_PIN = "7391", "64208"


def enrolled(staff: Staff) -> tuple[Device, str]:
    """A new device of the shop of somebody who works there, and the token in its cookie."""
    shop_id, staff_id = staff.shop_id, staff.id
    token = in_transaction(lambda: enrol_device(offer_device("Tablet", shop_id, staff_id)))
    device = device_with(token)
    assert device
    return device, token


def make_device(client: FlaskClient, staff: Staff) -> Device:
    """This browser is a device of that shop from now on."""
    device, token = enrolled(staff)
    client.set_cookie("device", token)
    return device


def with_pin(staff: Staff, pin: str = PIN) -> Staff:
    in_transaction(lambda: set_pin(staff.id, _hash(pin)))
    return staff


@cache
def _hash(pin: str) -> PasswordHash:
    return hashed(pin)
