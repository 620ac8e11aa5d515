"""The few objects that the whole application shares, made once and bound later."""

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_mailman import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from . import postgres, sqlite
from .columns import Model, Sum, UtcDateTime
from .migrations import Migrations
from .transactions import Transactions

__all__ = [
    "Model",
    "Sum",
    "UtcDateTime",
    "alembic",
    "babel",
    "compress",
    "connection",
    "csrf",
    "db",
    "htmx",
    "in_transaction",
    "limiter",
    "login",
    "mail",
]

# What was loaded stays readable after the commit: a receipt is rendered from it.
db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})
in_transaction = Transactions(db)
connection = in_transaction.connection
alembic = Migrations(run_mkdir=False, metadatas=Model.metadata)

babel = Babel()
compress = Compress()
csrf = CSRFProtect()
htmx = Htmx()
# Per process and forgotten at a restart: what guards a PIN or a code is a row of ours instead.
limiter = Limiter(get_remote_address, storage_uri="memory://")
login = LoginManager()
mail = Mail()


def init_app(app: Flask) -> None:
    is_a_file = app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        # One that a server closed meanwhile is replaced, not handed to a cashier.
        "pool_pre_ping": not is_a_file,
        # A fault in the log does not tell names, contacts and hashes.
        "hide_parameters": True,
    }
    for extension in (db, alembic, babel, compress, csrf, htmx, limiter, login, mail):
        extension.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            speaking = sqlite if engine.dialect.name == "sqlite" else postgres
            speaking.prepare(engine)
