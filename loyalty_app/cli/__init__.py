"""The command line: `flask --app wsgi …`. One module per group of commands.

A command ends with 0 when all is well, 1 when it refused or found differences, 2 when it was called
wrongly. It answers on stdout; what went wrong and how far it got goes to stderr.
"""

from flask import Flask

from .demo import demo
from .imports import imports
from .members import standing
from .owner import owner
from .programmes import programme
from .rehearsals import rehearse
from .trials import try_programme
from .trust import backup, verify
from .work import tick, worker

COMMANDS = (
    backup,
    demo,
    imports,
    owner,
    programme,
    rehearse,
    standing,
    tick,
    try_programme,
    verify,
    worker,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
