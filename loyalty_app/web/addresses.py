"""What stands in addresses, and under which one others reach us."""

from flask import Flask, current_app, request, url_for
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in an address, as far as every database counts: beyond, it is of nothing."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Before the blueprints: their addresses are read with it."""
    app.url_map.converters["int"] = RowNumber


def public_base() -> str:
    """PUBLIC_URL; without one only this machine's own hosts are trusted, and one of them it is."""
    base: str = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
    return base


def public_address(endpoint: str, **values: str | None) -> str:
    """For mails and QR codes: a whole address that other devices can open."""
    return public_base() + url_for(endpoint, **values)  # type: ignore[arg-type]
