"""Members, shops, staff, programmes for tests, made by the operations that views call."""

from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path

from loyalty_app import engine
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.document import Programme
from loyalty_app.programme.reading import read_programme
from loyalty_app.shops import operations as shops
from loyalty_app.shops.models import Shop
from loyalty_app.staff import operations as people
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import PasswordHash, hashed
from loyalty_app.standing.operations import enrol

PRESETS = Path(__file__).parent.parent / "loyalty_app/programme/presets"
PASSWORD = "four quiet garden chairs"

_numbers = count(1)


def preset_source(name: str) -> str:
    return (PRESETS / f"{name}.yaml").read_text()


def preset(name: str) -> Programme:
    return read_programme(preset_source(name))


def publish(source: str) -> Programme:
    return in_transaction(lambda: engine.publish(programmes.draft(source, "test").sha256, "test"))


def schedule(source: str, at: datetime) -> int:
    """The number of a version that waits for its time."""

    def verb() -> int:
        version = programmes.draft(source, "test")
        engine.publish(version.sha256, "test", at=at)
        return version.number

    return in_transaction(verb)


def publish_preset(name: str) -> Programme:
    return publish(preset_source(name))


def enrol_member(name: str = "Member") -> Member:
    return in_transaction(lambda: enrol(name))


def open_shop(name: str = "Main shop") -> Shop:
    return in_transaction(lambda: shops.open_shop(f"{name} {next(_numbers)}"))


def hire(role: Role = Role.CASHIER, shop: Shop | None = None, login: str = "") -> Staff:
    """Somebody with this role; their password is PASSWORD, their shop a new one unless given."""
    place = shop or open_shop()
    name = login or f"{role} {next(_numbers)}"
    return in_transaction(
        lambda: people.hire(str(role).title(), name, _password_hash(), role, place.id)
    )


@cache
def _password_hash() -> PasswordHash:
    return hashed(PASSWORD)
