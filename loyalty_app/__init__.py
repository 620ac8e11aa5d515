"""Tessera: a loyalty programme that a shop runs itself, in one web application."""

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from . import cli, config, extensions, web
from .extensions import answers, logs
from .live import hub as live

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application. Raises config.InvalidSetting when it must not start."""
    instance = Path(os.environ.get("INSTANCE_DIR") or ROOT / "instance").absolute()
    instance.mkdir(exist_ok=True)
    app = Flask(
        __name__,
        instance_path=str(instance),
        template_folder=str(ROOT / "templates"),
        static_folder=str(STATIC),
        static_url_path=f"/static/{answers.fingerprint(STATIC)}",
    )
    app.config.from_mapping(config.read(os.environ, instance))
    app.config.from_mapping(overrides or {})
    config.check_secret_key(app.config["SECRET_KEY"])
    if not app.testing:
        logs.configure()

    _know_all_tables()
    extensions.init_app(app)
    live.init_app(app)
    answers.carry_headers(app)
    answers.serve_static_files(app)
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    web.init_app(app)
    cli.init_app(app)
    return app


def _know_all_tables() -> None:
    """Migrations compare all tables, also those that no page needs yet."""
    for path in sorted((ROOT / "loyalty_app").glob("*/models.py")):
        import_module(f"{__name__}.{path.parent.name}.models")
