"""What stands in addresses: a row's number that no row can have is an address of nothing."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in an address, as far as every database counts."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Before the blueprints: their addresses are read with it."""
    app.url_map.converters["int"] = RowNumber
