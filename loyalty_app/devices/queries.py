"""Which devices are the shop's."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from ..errors import NotFound
from ..extensions import db
from ..sessions.operations import hashed
from ..shops.models import Shop
from ..staff.models import Staff
from .models import Device, DeviceOffer
from .operations import is_good


class UnknownDevice(NotFound):
    words = _l("There is no such device.")
    code = "unknown_device"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device with its place and who enrolled it."""

    device: Device
    shop: Shop
    by: Staff


def device_with(token: str) -> Device | None:
    """Also one that is revoked."""
    return db.session.scalar(select(Device).where(Device.token == hashed(token)))


def devices() -> list[Enrolled]:
    """Those in use before those revoked, each by name."""
    order = Device.revoked_at.is_not(None), Device.name, Device.id
    return [Enrolled(*row) for row in db.session.execute(_enrolled().order_by(*order))]


def device_numbered(device_id: int) -> Enrolled:
    """Raises UnknownDevice."""
    row = db.session.execute(_enrolled().where(Device.id == device_id)).first()
    if row is None:
        raise UnknownDevice
    return Enrolled(*row)


def device_offered(code: str) -> tuple[DeviceOffer, Shop] | None:
    """What this code makes of a device now, and where."""
    offered = select(DeviceOffer, Shop).join(Shop, Shop.id == DeviceOffer.shop_id)
    row = db.session.execute(offered.where(*is_good(code))).first()
    return (row[0], row[1]) if row else None


def offer_coded(code: str) -> DeviceOffer | None:
    """Good, used or over; None when there never was one."""
    return db.session.get(DeviceOffer, hashed(code))


def _enrolled() -> Select[Device, Shop, Staff]:
    return (
        select(Device, Shop, Staff)
        .join(Shop, Shop.id == Device.shop_id)
        .join(Staff, Staff.id == Device.enrolled_by)
    )
