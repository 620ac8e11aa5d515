"""`owner`: a way in from the machine itself."""

from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import dismiss
from loyalty_app.staff.passwords import matches

from ..factories import hire, publish_preset
from .conftest import Console

NEW = "green door, red roof"


def the_owner(login: str) -> Staff:
    staff = db.session.query(Staff).filter_by(login=login).one()
    db.session.refresh(staff)
    assert staff.role is Role.OWNER
    assert staff.left_at is None
    assert matches(staff.password_hash, NEW)
    return staff


def test_a_shop_published_from_the_console_gets_its_owner(app: Flask, console: Console) -> None:
    publish_preset("cafe")
    said = console("owner", "first@shop.example", "--password", NEW)
    assert said.exit_code == 0
    assert "signs in as “first@shop.example”" in said.stdout
    shop = db.session.get_one(Shop, the_owner("first@shop.example").shop_id)
    assert shop.name == "Caffè Aurora"


def test_whoever_lost_their_password_gets_another(app: Flask, console: Console) -> None:
    publish_preset("cafe")
    hire(Role.OWNER)
    gone = hire(Role.OWNER, login="gone")
    in_transaction(lambda: dismiss(gone.id))
    assert console("owner", "Gone", "--password", NEW).exit_code == 0
    assert the_owner("gone").id == gone.id


def test_a_weak_password_and_an_empty_shop_are_refused(app: Flask, console: Console) -> None:
    assert console("owner", "first", "--password", "short").exit_code == 1
    assert console("owner", "first", "--password", NEW).exit_code == 1
    assert db.session.query(Staff).count() == 0
