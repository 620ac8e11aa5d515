"""A row of a purchase, as it is said to the engine: amounts in the file's own decimal spelling."""

import json
import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from ..activities.reading import Flaw, Unreadable

NEEDED = ("reference", "member", "happened_at", "amount")
KNOWN = (*NEEDED, "shop", "items", "channel", "discounted")

_SPELLED = {
    "point": re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?", re.ASCII),
    "comma": re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?", re.ASCII),
}
_EXAMPLE = {"point": "1,234.56", "comma": "1.234,56"}
DECIMALS = tuple(_SPELLED)


def said_in(values: Mapping[str, str], decimal: str) -> dict[str, Any]:
    """What a row says, as `read_activity` takes it. Raises Unreadable."""
    said: dict[str, Any] = {
        "kind": "purchase",
        "reference": values["reference"],
        "member": values["member"],
        "at": values["happened_at"],
        "amount": plain_amount(values["amount"], decimal, "amount"),
    }
    for name in ("shop", "channel"):
        if values.get(name):
            said[name] = values[name]
    if values.get("discounted"):
        said["discounted"] = plain_amount(values["discounted"], decimal, "discounted")
    if values.get("items"):
        said["items"] = items_in(values["items"], decimal)
    return said


def plain_amount(text: str, decimal: str, place: str) -> str:
    """`1.234,56` (comma) or `1,234.56` (point) as `1234.56`; never guessed which one is meant.

    Raises Unreadable.
    """
    if not _SPELLED[decimal].fullmatch(text):
        example = _EXAMPLE[decimal]
        raise _flaw(
            place, _("“%(text)s” is not an amount like %(example)s", text=text, example=example)
        )
    grouping, point = (",", ".") if decimal == "point" else (".", ",")
    return text.replace(grouping, "").replace(point, ".")


def items_in(text: str, decimal: str) -> list[Any]:
    """`coffee:2:2.40;pastry:1:1.50` (category, quantity, amount of the line), or a list in JSON.

    Raises Unreadable.
    """
    if text.startswith("["):
        return _items_in_json(text)
    return [_item(part, decimal) for part in text.split(";") if part.strip()]


def _items_in_json(text: str) -> list[Any]:
    try:
        items = json.loads(text, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise _flaw("items", _("is not a list in JSON: %(problem)s", problem=error)) from error
    return list(items)


def _item(text: str, decimal: str) -> dict[str, Any]:
    fields = [field.strip() for field in text.split(":")]
    if len(fields) != 3 or not re.fullmatch(r"[0-9]{1,6}", fields[1]):
        raise _flaw("items", _("“%(text)s” is not category:quantity:amount", text=text))
    category, quantity, amount = fields
    return {
        "category": category,
        "quantity": int(quantity),
        "amount": plain_amount(amount, decimal, "items"),
    }


def _flaw(place: str, words: str) -> Unreadable:
    return Unreadable([Flaw(place, words)])
