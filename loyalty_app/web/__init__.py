"""The web: one package per audience, one module per page.

A view only translates: look up → form → one verb → commit → answer.
"""

from flask import Flask

from . import (
    addresses,
    console,
    counter,
    language,
    locking,
    member,
    passkeys,
    problems,
    public,
    visitor,
    words,
)
from .assets import init_assets

AUDIENCES = (public, member, counter, console)


def init_app(app: Flask) -> None:
    addresses.init_app(app)
    for audience in (*AUDIENCES, counter.offline):
        app.register_blueprint(audience.bp)
    for part in (language, visitor, locking, passkeys, problems, words):
        part.init_app(app)
    init_assets(app)
