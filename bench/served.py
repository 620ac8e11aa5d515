"""What gunicorn serves while it is measured: the shop, and an application with an empty view."""

import gc
import os

from flask import Flask

from loyalty_app import create_app
from tests.conftest import SETTINGS


def shop() -> Flask:
    address, key = os.environ["BENCH_DATABASE"], os.environ["BENCH_KEY"]
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": address, "SECRET_KEY": key})
    gc.freeze()  # as wsgi.py
    return app


def empty() -> Flask:
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: "", methods=["GET", "POST"])
    gc.freeze()
    return app
