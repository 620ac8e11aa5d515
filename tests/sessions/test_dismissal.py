"""Whoever leaves is out at their next request, whichever process answers it."""

from http.client import HTTPConnection
from urllib.parse import urlsplit

from flask import Flask

from loyalty_app.extensions import in_transaction
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import assign, dismiss

from ..factories import hire, publish_preset
from ..plugins.servers import Serve
from ..sign_in import cookie_for

REQUESTS = 12
"""Enough for both processes to have answered."""


def answers(address: str, cookie: str, path: str) -> set[int]:
    found = set()
    for _ in range(REQUESTS):
        connection = HTTPConnection(urlsplit(address).netloc, timeout=60)
        connection.request("GET", path, headers={"Cookie": f"session={cookie}"})
        found.add(connection.getresponse().status)
        connection.close()
    return found


def signed_in(app: Flask, role: Role) -> tuple[int, str]:
    staff: Staff = hire(role)
    token = in_transaction(lambda: sign_in_staff(staff))
    return staff.id, cookie_for(app, token)


def test_two_processes_refuse_whom_a_third_one_dismissed(app: Flask, serve: Serve) -> None:
    publish_preset("cafe")
    cashier, cashiers_cookie = signed_in(app, Role.CASHIER)
    manager, managers_cookie = signed_in(app, Role.MANAGER)
    shop_id = hire().shop_id
    address, _server = serve(2)
    assert answers(address, cashiers_cookie, "/counter/") == {200}
    assert answers(address, managers_cookie, "/console/") == {200}
    in_transaction(lambda: dismiss(cashier))
    in_transaction(lambda: assign(manager, Role.CASHIER, shop_id))
    assert answers(address, cashiers_cookie, "/counter/") == {303}
    assert answers(address, managers_cookie, "/console/") == {403}
