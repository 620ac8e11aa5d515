"""What a device took without a connection, as it says it; and who served, as we know it.

Amounts are minor units; `at` is when it was scanned, by our clock as far as the device knows it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from .queries import LONGEST_CODE
from .values import Item, Sale

MOST_ITEMS = 100
MOST_ACTIONS = 20

Name = Annotated[str, StringConstraints(max_length=40)]
Amount = Annotated[int, Field(strict=True)]


class ScannedItem(BaseModel):
    model_config = ConfigDict(frozen=True)

    category: Name = ""
    sku: Annotated[str, StringConstraints(max_length=64)] = ""
    quantity: Annotated[int, Field(strict=True, ge=1)]
    amount: Amount | None = None


class Scan(BaseModel):
    """`id` is the device's own, made before it was sent for the first time."""

    model_config = ConfigDict(frozen=True)

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CODE)]
    at: AwareDatetime
    amount: Amount | None = None
    items: Annotated[tuple[ScannedItem, ...], Field(max_length=MOST_ITEMS)] = ()
    actions: Annotated[tuple[Name, ...], Field(max_length=MOST_ACTIONS)] = ()

    @property
    def sale(self) -> Sale | None:
        """Nothing when only actions were scanned."""
        if self.amount is None and not self.items:
            return None
        items = (Item(i.quantity, i.amount, i.category, i.sku) for i in self.items)
        return Sale(self.amount, tuple(items))

    @property
    def total(self) -> int:
        """Minor units of the whole sale, as far as its prices are known."""
        if self.amount is not None:
            return self.amount
        return sum(item.amount or 0 for item in self.items)

    @property
    def tail(self) -> str:
        """So much of the code as tells two of them apart on a page."""
        return "".join(self.code.split())[-4:]


@dataclass(frozen=True, slots=True)
class Served:
    """Who was signed in on the device, in which shop (its code), and since when that is known."""

    staff_id: int
    shop: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Queued:
    """A scan, with who served; None: nobody that we know of."""

    scan: Scan
    served: Served | None
