"""Where a web server, or `flask --app wsgi`, finds the application."""

import sys

from loyalty_app import create_app
from loyalty_app.cli.console import language
from loyalty_app.config import InvalidSetting

try:
    app = create_app()
except InvalidSetting as problem:
    sys.exit(problem.said_in(language()))
