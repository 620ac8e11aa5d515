"""Whoever answers, none knows a device any more once it is revoked."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask import Flask

from loyalty_app.devices.operations import enrol_device, offer_device, revoke_device
from loyalty_app.devices.queries import devices
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.staff.models import Role

from ..factories import hire, publish_preset
from ..plugins.servers import Serve
from ..sign_in import cookie_for


def test_the_next_request_is_refused_by_every_process(app: Flask, serve: Serve) -> None:
    publish_preset("cafe")
    owner, cashier = hire(Role.OWNER), hire()
    code = in_transaction(lambda: offer_device("Tablet", owner.shop_id, owner.id))
    in_transaction(lambda: enrol_device(code))
    device_id, by = devices()[0].device.id, owner.id
    token = in_transaction(lambda: sign_in_staff(cashier, device_id=device_id))
    cookie = f"session={cookie_for(app, token)}"
    db.session.rollback()
    address, _ = serve(2)
    assert {status(address, cookie) for _ in range(12)} == {200}
    in_transaction(lambda: revoke_device(device_id, by))
    assert {status(address, cookie) for _ in range(12)} == {303}


def status(address: str, cookie: str) -> int:
    """On a connection of its own, so that any process may answer."""
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("GET", "/counter/", headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status
